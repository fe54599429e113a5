/** `ResourceGroups` from the truth: their definitions, which everybody may read, and their use. */
import type { ResourceGroupUse } from '../../src/demo/truthNodes';
import { eachCompute } from './computeFigures';
import type { Expectation } from './expectation';
import { anyOf, exact, fields, known, list, unknown, within } from './expectation';
import type { Combined } from './figures';
import { combinedMeta, computeGauge, onlyByHttp, sumOf } from './figures';
import { widen } from './interval';
import type { Situation } from './situation';
import { anyState, metaOf, seen } from './situation';
import { told } from './versions';

export function expectResourceGroups(situation: Situation): Expectation {
  const answer = seen(situation, 'resourceGroups');
  const usage = expectUsage(situation);
  if (!answer.ok) {
    return fields({
      total: unknown(answer.why),
      groups: unknown(answer.why),
      usage,
    });
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
        usage,
      }),
    ),
  );
}

/** What the processes' 15 s timers published of each group, over all nodes. */
function expectUsage(situation: Situation): Expectation {
  const use = (name: string, field: keyof ResourceGroupUse): Combined =>
    sumOf(
      eachCompute(situation, (node) => {
        const figure = computeGauge(
          situation,
          node,
          ({ published }) => published.resourceGroups[name]?.[field],
        );
        // Tables cut the fraction off.
        return field === 'cpuCores' ? onlyByHttp(figure) : figure;
      }),
    );
  const names = (anyState(situation)?.resourceGroups ?? []).map(({ name }) => name);
  const [first = ''] = names;
  const told = use(first, 'queries');
  if (!told.ok) {
    return unknown(...told.why);
  }
  const cores = use(first, 'cpuCores');
  const cell = (combined: Combined): Expectation =>
    combined.ok ? within(combined.range) : exact(null);
  return {
    kind: 'rows',
    meta: combinedMeta(situation, 'beMetrics', told),
    rows: names.map((name) =>
      fields({
        name: exact(name),
        cpuCores: cell(widened(use(name, 'cpuCores'))),
        memory: cell(use(name, 'memoryBytes')),
        queries: cell(use(name, 'queries')),
      }),
    ),
    ids: names,
    idOf: (row) => String(row['name']),
    unknownColumns: cores.ok ? {} : { cpuCores: cores.why },
  };
}

/** Doubles are printed with six decimals. */
function widened(combined: Combined): Combined {
  return combined.ok ? { ...combined, range: widen(combined.range, 0.000_01) } : combined;
}
