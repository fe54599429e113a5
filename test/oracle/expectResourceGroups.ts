/** `ResourceGroups` from the truth: their definitions, which everybody may read. */
import type { Expectation } from './expectation';
import { anyOf, exact, fields, known, list, unknown } from './expectation';
import type { Situation } from './situation';
import { metaOf, seen } from './situation';
import { told } from './versions';

export function expectResourceGroups(situation: Situation): Expectation {
  const answer = seen(situation, 'resourceGroups');
  if (!answer.ok) {
    return fields({ total: unknown(answer.why), groups: unknown(answer.why) });
  }
  const meta = metaOf(situation, 'resourceGroups', answer.sight);
  const exclusive = told(situation, 'resourceGroups.exclusive_cpu_cores');
  return anyOf(
    answer.sight.states.map(({ resourceGroups }) =>
      fields({
        total: known(exact(resourceGroups.length), meta),
        groups: {
          kind: 'rows',
          meta,
          rows: resourceGroups.map((group) =>
            fields({
              id: exact(String(group.id)),
              name: exact(group.name),
              cpuWeight: exact(group.cpuWeight),
              exclusiveCores: exact(exclusive ? 0 : null),
              memLimitPct: exact(group.memLimitPct),
              concurrencyLimit: exact(group.concurrencyLimit),
              classifiers: list(group.classifiers.map((classifier) => exact(classifier))),
            }),
          ),
          ids: resourceGroups.map(({ id }) => String(id)),
          idOf: (row) => String(row['id']),
          unknownColumns: exclusive ? {} : { exclusiveCores: ['unsupported-version'] },
        },
      }),
    ),
  );
}
