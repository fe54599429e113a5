import type { NodeId } from '../../../shared/ids';
import type { EpochMs } from '../../../shared/time';

/** One row of SHOW FRONTENDS. Times are converted to our clock; null = not known. */
export type FrontendRow = {
  readonly node: NodeId;
  /** `<ip>_<edit log port>_<epoch ms>`: the ServerName of sessions. */
  readonly name: string;
  readonly host: string;
  readonly editLogPort: number;
  /** The answering FE's own http_port, for every row. */
  readonly httpPort: number | null;
  readonly queryPort: number | null;
  readonly role: string;
  /** "Its HTTP port answers the leader", not "its query port answers". */
  readonly alive: boolean | null;
  readonly replayedJournalId: number | null;
  readonly lastHeartbeatAt: EpochMs | null;
  readonly startedAt: EpochMs | null;
  readonly version: string | null;
  readonly errMsg: string | null;
};
