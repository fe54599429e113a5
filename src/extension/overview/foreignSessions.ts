import { perObject } from '../../shared/perObject';
import { phrase } from '../../shared/phrase';
import { sameReason, unknown, type Reading } from '../../shared/reading';
import type { FrontendRow } from '../starrocks/sources/frontends';
import type { SessionRow } from '../starrocks/sources/sessions';
import type { OverviewInput } from './overviewInput';
import { frontendHost, ownSessionTest } from './ownSessions';

/**
 * Sessions of others. Without OPERATE the cluster silently lists our own alone: then it is the
 * privilege that is missing, not the sessions.
 */
export const foreignSessions = perObject((input: OverviewInput): Reading<readonly SessionRow[]> => {
  const { sessions, capabilities } = input;
  if (!sessions.known) {
    return sameReason(sessions);
  }
  const operate = capabilities.known ? capabilities.value.privileges.operate : null;
  if (operate === false) {
    return unknown('denied', sessions.observedAt, {
      source: 'sessions',
      detail: phrase('health.needsOperate'),
    });
  }
  return {
    ...sessions,
    value: foreignRows(input, sessions.value),
    ...(operate === null ? { bound: 'lower' as const } : {}),
  };
});

type Foreign = {
  readonly rows: readonly SessionRow[];
  /** By what they were told from our own. */
  readonly frontends: readonly FrontendRow[] | undefined;
  readonly own: string;
};

const lastForeign = new WeakMap<readonly SessionRow[], Foreign>();

/**
 * The very same list as long as the answer and our own connections are the same: what is counted and
 * sorted of thousands of rows is kept with the list (`perObject`), not with the moment.
 */
function foreignRows(input: OverviewInput, answer: readonly SessionRow[]): readonly SessionRow[] {
  const frontends = input.frontends.known ? input.frontends.value : undefined;
  const own = JSON.stringify([input.profile.user, ...[...input.ownConnections].sort()]);
  const last = lastForeign.get(answer);
  if (last?.frontends === frontends && last?.own === own) {
    return last.rows;
  }
  const isOwn = ownSessionTest(input);
  const rows = answer.filter(
    (row) => !isOwn(frontendHost(input, row.frontendName), row.connectionId, row.user),
  );
  lastForeign.set(answer, { rows, frontends, own });
  return rows;
}
