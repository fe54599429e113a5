import type { NewCluster } from '../../../shared/clusterProfile';
import { phrase } from '../../../shared/phrase';
import type { Observation } from '../../collect/observation';
import type { ClusterSession, SqlAskOptions } from '../clusterSession';
import type { Privileges } from '../sources/capabilities';
import type { SqlSource } from '../sources/source';
import type { Outcome } from './outcome';

/** The smallest SELECT on information_schema there is; it needs a living BE or CN. */
const smallestSelect: SqlSource<null> = {
  id: 'capabilities',
  privilege: 'none',
  select: true,
  forms: [
    {
      form: 'schemata',
      sql: 'SELECT SCHEMA_NAME FROM information_schema.schemata LIMIT 1',
      parse: ({ rows }) => ({ value: null, rows: rows.length }),
    },
  ],
};

/** Running queries, everybody's sessions, the configuration, metrics by SQL. */
export function operateOutcome(user: string, { operate }: Privileges): Outcome {
  switch (operate) {
    case true:
      return { state: 'ok', text: phrase('connection.operate.ok', { user }) };
    case false:
      return {
        state: 'warning',
        text: phrase('connection.operate.denied', { user }),
        remedy: phrase('remedy.operate'),
      };
    case null:
      return { state: 'warning', text: phrase('connection.operate.unknown', { user }) };
  }
}

/** The lists of nodes, for which OPERATE is as good as NODE. */
export function nodeOutcome(user: string, { node }: Privileges): Outcome {
  switch (node) {
    case true:
      return { state: 'ok', text: phrase('connection.node.ok', { user }) };
    case false:
      return {
        state: 'warning',
        text: phrase('connection.node.denied', { user }),
        remedy: phrase('remedy.node'),
      };
    case null:
      return { state: 'warning', text: phrase('connection.node.unknown', { user }) };
  }
}

/** Whether information_schema can be read at all: a right everybody has, and a node to do it. */
export async function viewsOutcome(
  { quiet }: NewCluster,
  session: ClusterSession,
  options: SqlAskOptions,
): Promise<Outcome> {
  if (quiet === true) {
    return { state: 'ok', text: phrase('connection.views.quiet') };
  }
  return viewsOf(await session.ask(smallestSelect, options));
}

function viewsOf(answer: Observation<null>): Outcome {
  if (answer.ok) {
    return { state: 'ok', text: phrase('connection.views.ok') };
  }
  const { message, why } = answer;
  return {
    state: 'warning',
    text: phrase('connection.views.failed', { message }),
    remedy: phrase(why === 'denied' ? 'remedy.views.denied' : 'remedy.views.failed'),
  };
}
