import type { ConfigurationDrift } from '../../shared/model/nodeDetails';
import { known, sameReason, type Rows } from '../../shared/reading';
import { computeNodesOf, tableOf } from './clusterFacts';
import type { OverviewInput } from './overviewInput';
import { standardSettings } from './standardSettings';

type Value = { readonly key: string; readonly host: string; readonly value: string };

/** Settings that differ from their default or between nodes, FEs first, by name. */
export function configurationDrift(input: OverviewInput): Rows<ConfigurationDrift> {
  const { feConfig, beConfig } = input;
  if (!feConfig.known && !beConfig.known) {
    return sameReason(feConfig);
  }
  const ofLeader = Object.entries(feConfig.known ? feConfig.value : {}).map(
    ([key, value]): Value => ({ key, host: '', value }),
  );
  const rows = [...driftOf('fe', ofLeader), ...driftOf('be', nodeValues(input))];
  const oldest = [feConfig, beConfig]
    .flatMap((config) => (config.known ? [config] : []))
    .reduce((a, b) => (b.observedAt < a.observedAt ? b : a));
  return known(
    tableOf(rows),
    oldest,
    feConfig.known && beConfig.known ? {} : { bound: 'lower' as const },
  );
}

function nodeValues(input: OverviewInput): readonly Value[] {
  const { beConfig } = input;
  const nodes = computeNodesOf(input);
  const hosts = new Map(nodes.known ? nodes.value.rows.map(({ id, host }) => [id, host]) : []);
  return beConfig.known
    ? beConfig.value.map(({ backend, key, value }) => ({
        key,
        host: hosts.get(backend) ?? backend,
        value,
      }))
    : [];
}

function driftOf(
  role: ConfigurationDrift['role'],
  values: readonly Value[],
): readonly ConfigurationDrift[] {
  const keys = [...new Set(values.map(({ key }) => key))].sort();
  return keys.flatMap((key) => {
    const all = values.filter((each) => each.key === key);
    const usual = mostFrequent(all.map(({ value }) => value));
    const standard = standardSettings[role][key] ?? null;
    const others = Object.fromEntries(
      all.filter(({ value }) => !isSame(value, usual)).map(({ host, value }) => [host, value]),
    );
    const isChanged = standard !== null && !isSame(usual, standard);
    return isChanged || Object.keys(others).length > 0
      ? [{ role, key, value: usual, standard, others }]
      : [];
  });
}

/** Of values that are as frequent, the first. */
function mostFrequent(values: readonly string[]): string {
  const times = (value: string) => values.filter((other) => isSame(other, value)).length;
  return values.reduce((a, b) => (times(b) > times(a) ? b : a));
}

/** `10.0` is `10`, and `TRUE` is `true`. */
function isSame(a: string, b: string): boolean {
  const [x, y] = [a.trim(), b.trim()];
  return x !== '' && y !== '' && Number(x) === Number(y)
    ? true
    : x.toLowerCase() === y.toLowerCase();
}
