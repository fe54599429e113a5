/** What the user's rights let through of the tables, silently. */
import type { ClusterState } from '../../src/demo/truth';
import { leaderAnswer } from './expectTransactions';
import type { Situation } from './situation';
import { seen } from './situation';
import { seesDatabase } from './visibleDatabases';

export const seenTables = (
  situation: Situation,
  { tables }: ClusterState,
): ClusterState['tables'] => tables.filter(({ database }) => seesDatabase(situation, database));

/** Whether it is known that tables are hidden: both who lists them and who counts them answered. */
export function isThinned(situation: Situation): boolean {
  const list = seen(situation, 'metadata');
  const leader = leaderAnswer(situation);
  return (
    list.ok &&
    leader.ok &&
    list.sight.states.every((state) =>
      leader.sight.states.every(
        (counted) => seenTables(situation, state).length < counted.tables.length,
      ),
    )
  );
}
