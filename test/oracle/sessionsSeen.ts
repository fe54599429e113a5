/** What SHOW FULL PROCESSLIST tells, without this monitor's own sessions. */
import type { ClusterState, SessionState } from '../../src/demo/truth';
import type { FrontendState } from '../../src/demo/truthFrontends';
import { partOf } from './frontendParts';
import type { Seen, Sight, Situation } from './situation';
import { seen } from './situation';

export type Listed = { readonly fe: FrontendState; readonly session: SessionState };

/** Without OPERATE only our own rows come back, silently: that is no list of anything. */
export function sessionsSeen(situation: Situation): Seen {
  return situation.user.system.includes('OPERATE')
    ? seen(situation, 'sessions')
    : { ok: false, why: 'denied' };
}

/** Of the FEs that were asked. Real connections to the demo cluster are ours. */
export function foreignSessions(
  situation: Situation,
  sight: Sight,
  state: ClusterState,
): readonly Listed[] {
  const part = partOf(situation, sight, 'sessions.ServerName');
  return state.frontends
    .filter((fe) => fe.running && part.includes(fe))
    .flatMap((fe) => fe.sessions.map((session) => ({ fe, session })))
    .filter(({ session }) => !session.real);
}
