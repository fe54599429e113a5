/** The rules about tablets (semantics 4.2), as conditions over the truth. */
import { tabletsOf, totalOf, type TabletTruth } from './expectTabletHealth';
import type { Finding, Rule } from './ruleShape';
import { fine, maySharedNothing, onCluster } from './ruleShape';
import type { Situation } from './situation';
import { runModeTold, seen } from './situation';

const judged = (
  situation: Situation,
  find: (databases: readonly TabletTruth[]) => Finding,
): ReadonlyMap<string | null, Finding> => {
  const answer = seen(situation, 'tabletHealth');
  const state = answer.ok ? answer.sight.states.at(-1) : undefined;
  return onCluster(
    state === undefined || runModeTold(situation) === undefined
      ? undefined
      : find(tabletsOf(state)),
  );
};

export const tabletRules: readonly Rule[] = [
  {
    id: 'tablet.unhealthy',
    forMs: 900_000,
    scored: true,
    applies: maySharedNothing,
    find: (situation) =>
      judged(situation, (databases) => {
        const unhealthy = totalOf(databases, 'unhealthy');
        return unhealthy > 0.1 * totalOf(databases, 'tablets')
          ? { level: 'critical', points: 25 }
          : unhealthy > 0
            ? { level: 'warning', points: 10 }
            : fine;
      }),
  },
  {
    id: 'tablet.error',
    forMs: 0,
    scored: true,
    applies: maySharedNothing,
    find: (situation) =>
      judged(situation, (databases) =>
        totalOf(databases, 'errorState') > 0
          ? { level: 'critical', points: 15 }
          : totalOf(databases, 'inconsistent') > 0
            ? { level: 'warning', points: 5 }
            : fine,
      ),
  },
];
