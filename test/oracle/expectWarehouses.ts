/** `Warehouses` from the truth: their names, and what other lists place in each of them. */
import type { ClusterState } from '../../src/demo/truth';
import type { UnknownReason } from '../../src/shared/reading';
import type { Expectation } from './expectation';
import { anyOf, exact, fields, known, oneOf, unknown } from './expectation';
import { partOf } from './frontendParts';
import { foreignRunning } from './runningQueryRows';
import { queueIsOff } from './series';
import type { Situation } from './situation';
import { computesSeen, metaOf, runModeTold, seen, whyUnlisted } from './situation';
import { told } from './versions';

/** A count of each warehouse in every state that may have been met, or why there is none. */
type Counted =
  | { readonly counts: readonly ((warehouse: string) => number)[] }
  | { readonly why: readonly UnknownReason[] };

export function expectWarehouses(situation: Situation): Expectation {
  const none = (...why: readonly UnknownReason[]) =>
    fields({ total: unknown(...why), warehouses: unknown(...why) });
  if (runModeTold(situation) === 'shared_nothing') {
    return none('not-applicable');
  }
  const answer = seen(situation, 'warehouses');
  if (!answer.ok) {
    // Whoever does not know the kind of cluster asks all the same, and is told.
    return none(answer.why, 'not-applicable');
  }
  if (!situation.user.warehouses) {
    return none('denied');
  }
  const meta = metaOf(situation, 'warehouses', answer.sight);
  const columns = {
    nodes: countNodes(situation, () => true),
    alive: countNodes(situation, ({ alive }) => alive),
    running: countRunning(situation),
    queued: countQueued(situation),
  };
  const unknownColumns = Object.fromEntries(
    Object.entries(columns).flatMap(([column, counted]) =>
      'why' in counted ? [[column, counted.why] as const] : [],
    ),
  );
  return anyOf(
    answer.sight.states.map(({ warehouses }) =>
      fields({
        total: known(exact(warehouses.length), meta),
        warehouses: {
          kind: 'rows',
          meta,
          rows: warehouses.map(({ id, name }) => {
            const cell = (counted: Counted): Expectation =>
              'why' in counted ? exact(null) : oneOf(counted.counts.map((count) => count(name)));
            return fields({
              id: exact(String(id)),
              name: exact(name),
              state: exact('AVAILABLE'),
              nodes: cell(columns.nodes),
              alive: cell(columns.alive),
              running: cell(columns.running),
              queued: cell(columns.queued),
            });
          }),
          ids: warehouses.map(({ id }) => String(id)),
          idOf: (row) => String(row['id']),
          unknownColumns,
        },
      }),
    ),
  );
}

function countNodes(
  situation: Situation,
  counts: (node: ClusterState['computeNodes'][number]) => boolean,
): Counted {
  const listed = computesSeen(situation);
  if (listed === undefined) {
    return { why: whyUnlisted(situation) };
  }
  if (!told(situation, 'nodes.WarehouseName')) {
    return { why: ['unsupported-version'] };
  }
  const nodes = listed.map(({ node }) => node);
  return {
    counts: [(name) => nodes.filter((node) => node.warehouse === name && counts(node)).length],
  };
}

function countRunning(situation: Situation): Counted {
  const answer = seen(situation, 'runningQueries');
  if (!answer.ok) {
    return { why: [answer.why] };
  }
  if (!told(situation, 'queries.Warehouse')) {
    return { why: ['unsupported-version'] };
  }
  const { sight } = answer;
  const { missing } = partOf(situation, sight, 'global_current_queries');
  return missing.length > 0
    ? { why: ['not-collected-yet'] }
    : {
        counts: sight.states.map((state) => (name: string) => {
          const queries = foreignRunning(situation, sight, state);
          return queries.filter(({ warehouse }) => warehouse === name).length;
        }),
      };
}

/** The demo's queue holds queries of the default warehouse only. */
function countQueued(situation: Situation): Counted {
  if (seen(situation, 'capabilities').ok && queueIsOff(situation)) {
    return { why: ['not-installed'] };
  }
  const answer = seen(situation, 'queue');
  if (!answer.ok) {
    return { why: [answer.why, 'not-installed'] };
  }
  return told(situation, 'queue.WarehouseId')
    ? {
        counts: answer.sight.states.map(
          ({ knobs }) =>
            () =>
              knobs.queue.waiting,
        ),
      }
    : { why: ['unsupported-version'] };
}
