/** The past of a demo cluster, as `GET /past` answers it. */
import type { EpochMs } from './truth';

/** A size as it was. */
export type PastSubject = {
  readonly kind: 'table' | 'database' | 'disk' | 'data';
  /** As JSON: database and table, or node and path; the plain name of a database; empty for all data. */
  readonly name: string;
  readonly at: EpochMs;
  readonly value: number;
  readonly capacity?: number;
};

/** One line of `GET /past`. Values in natural units: % 0–100, ms, bytes, per second; null = not known. */
export type PastSlot = {
  readonly ts: EpochMs;
  readonly values: Readonly<Record<string, number | null>>;
  readonly nodes: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  /** At full hours. */
  readonly subjects?: readonly PastSubject[];
  /** Open then; absent = none. */
  readonly problems?: readonly PastProblem[];
};

/** A problem a monitor would have seen, named as it names rules and subjects; null = the cluster. */
export type PastProblem = {
  readonly rule:
    | 'fe.down'
    | 'node.down'
    | 'compaction.pressure'
    | 'routine.paused'
    | 'mv.failed'
    | 'mv.inactive';
  readonly subject: string | null;
  readonly level: 'warning' | 'critical';
  readonly since: EpochMs;
};
