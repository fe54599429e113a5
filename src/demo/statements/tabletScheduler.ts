/** SHOW PROC '/cluster_balance…': what the leader's tablet scheduler repairs and moves. */
import { unhealthyTablets } from '../state/replicas';
import type { ClusterState } from '../truth';
import { NULL_MARK, showAnswer, type Answer, type StatementContext } from './context';
import { unknownProcPath } from './sqlError';

const TITLES =
  'TabletId, Type, Medium, Status, State, OrigPrio, DynmPrio, SrcBe, SrcPath, DestBe, DestPath, Timeout, Create, LstSched, LstVisit, Finished, Rate, FailedSched, FailedRunning, LstAdjPrio, VisibleVer, VisibleVerHash, CmtVer, CmtVerHash, ErrMsg'.split(
    ', ',
  );
/** Clone tasks at a time. */
const SLOTS = 4;
/** Of a list no more is told. */
const LONGEST = 1000;
/** While nothing is to be repaired some are moved. */
const MOVING = 2;

type Held = { readonly type: string; readonly status: string; readonly tablets: number };

function heldBy(state: ClusterState): { readonly pending: Held; readonly running: Held } {
  const ill = unhealthyTablets(state);
  const repairing = Math.min(SLOTS, ill);
  const repair = { type: 'REPAIR', status: 'REPLICA_MISSING' };
  const moves = ill === 0 && state.backends.filter(({ alive }) => alive).length > 1;
  return {
    pending: { ...repair, tablets: ill - repairing },
    running:
      ill > 0
        ? { ...repair, tablets: repairing }
        : { type: 'BALANCE', status: 'HEALTHY', tablets: moves ? MOVING : 0 },
  };
}

export function showClusterBalance(
  { state }: StatementContext,
  list: string | undefined,
  path: string,
  forwarded: boolean,
): Answer {
  const { pending, running } = heldBy(state);
  switch (list) {
    case undefined:
      return showAnswer(
        ['Item', 'Number'],
        [
          ['pending_tablets', String(pending.tablets)],
          ['running_tablets', String(running.tablets)],
        ],
        forwarded,
      );
    case 'pending_tablets':
      return showAnswer(TITLES, rowsOf(pending, 'PENDING'), forwarded);
    case 'running_tablets':
      return showAnswer(TITLES, rowsOf(running, 'RUNNING'), forwarded);
    default:
      throw unknownProcPath(path);
  }
}

function rowsOf({ type, status, tablets }: Held, state: string): readonly (readonly string[])[] {
  return Array.from({ length: Math.min(tablets, LONGEST) }, (_, at) => {
    const told: Readonly<Record<string, string>> = {
      TabletId: String(110_000 + at),
      Type: type,
      Medium: 'HDD',
      Status: status,
      State: state,
      OrigPrio: 'NORMAL',
      DynmPrio: 'NORMAL',
    };
    return TITLES.map((title) => told[title] ?? NULL_MARK);
  });
}
