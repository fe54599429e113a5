import { nodeId } from '../../../shared/ids';
import type { NodeId } from '../../../shared/ids';
import type { EpochMs } from '../../../shared/time';
import { MalformedAnswer } from '../failures';
import type { SqlAnswer } from '../lane';
import { booleanOf, countOf, positiveOf, sessionTime } from '../values';
import { must, readTable } from './readTable';
import type { ParseContext, Parsed, SqlForm, SqlSource } from './source';

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
  /** The start time as the cluster writes it: names the process, whatever our clocks do. */
  readonly startText: string | null;
  readonly version: string | null;
  readonly errMsg: string | null;
};

const columns = {
  name: 'Name',
  host: 'IP',
  editLogPort: 'EditLogPort',
  httpPort: 'HttpPort',
  queryPort: 'QueryPort',
  role: 'Role',
  alive: 'Alive',
  replayedJournalId: 'ReplayedJournalId',
  lastHeartbeatAt: 'LastHeartbeat',
  startedAt: 'StartTime',
  startText: 'StartTime',
  version: 'Version',
  errMsg: 'ErrMsg',
} as const;

function parse(answer: SqlAnswer, context: ParseContext): Parsed<readonly FrontendRow[]> {
  if (answer.rows.length === 0) {
    // The one that answers is among them.
    throw new MalformedAnswer('the list of FEs is empty');
  }
  const offset = context.sessionOffsetMs;
  return readTable(answer, columns, ['name', 'host', 'editLogPort', 'role'], (cells) => {
    const host = cells.required('host');
    const portText = cells.required('editLogPort');
    const editLogPort = must(positiveOf(portText), 'EditLogPort', portText);
    const role = cells.required('role').toUpperCase();
    return {
      node: nodeId('fe', host, editLogPort),
      name: cells.required('name'),
      host,
      editLogPort,
      httpPort: positiveOf(cells.text('httpPort')),
      // 0 until the first good heartbeat of that FE.
      queryPort: positiveOf(cells.text('queryPort')),
      role: role === 'MASTER' ? 'LEADER' : role,
      alive: booleanOf(cells.text('alive')),
      replayedJournalId: countOf(cells.text('replayedJournalId')),
      lastHeartbeatAt: sessionTime(cells.text('lastHeartbeatAt'), offset),
      startedAt: sessionTime(cells.text('startedAt'), offset),
      startText: cells.text('startText'),
      version: cells.text('version'),
      errMsg: cells.text('errMsg'),
    };
  });
}

const show: SqlForm<readonly FrontendRow[]> = { form: 'show', sql: 'SHOW FRONTENDS', parse };

/** The leader's view; fails while there is no leader, because it is forwarded. */
export const frontends: SqlSource<readonly FrontendRow[]> = {
  id: 'frontends',
  privilege: 'node',
  select: false,
  forms: [show],
};

/** The connected FE's own view: asked on a lane that does not forward when there is no leader. */
export const frontendsByProc: SqlSource<readonly FrontendRow[]> = {
  id: 'frontends',
  privilege: 'operate',
  select: false,
  forms: [{ ...show, form: 'proc', sql: "SHOW PROC '/frontends'" }],
};
