import type { NodeId, SourceId } from '../../shared/ids';
import type { Coverage, UnknownReason } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';

/** The outcome of asking a source once. `asked` and `form` are kept for "how was this number got?". */
export type Observation<T> = {
  readonly source: SourceId;
  /** Set for sources that are asked per node. */
  readonly node?: NodeId;
  /** The statement, or the address of the endpoint; never a secret. */
  readonly asked: string;
  /** Which of the source's forms the cluster understands. */
  readonly form: string;
  /** Set when the cluster understands only an older form than the newest. */
  readonly older?: true;
  /** `host:port` of the node that was asked, before the address map. */
  readonly via?: string;
  readonly askedAt: EpochMs;
  readonly observedAt: EpochMs;
  readonly tookMs: number;
  /** Monotonic receipt, ms: rates use it, so a clock change makes no spike. */
  readonly receivedAtMono: number;
} & (
  | {
      readonly ok: true;
      readonly value: T;
      readonly rows: number;
      /** Which FEs it rests on, where each had to be asked for itself. */
      readonly coverage?: Coverage;
      /** Set when there may be more than it tells. */
      readonly bound?: 'lower';
      /** Fields of the row type that the cluster's version has no column for. */
      readonly unknownColumns?: readonly string[];
    }
  | { readonly ok: false; readonly why: UnknownReason; readonly message: string }
);
