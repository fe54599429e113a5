/** Columns of the node lists as the rules read them: exact values, by node and round. */
import type { Situation } from './situation';
import { asOf, computeId, computesSeen } from './situation';

type Usage = 'cpuPct' | 'memUsedPct';

/** As printed: the text has one (CPU) or two (memory) decimals. */
const asText = (value: number, usage: Usage): number =>
  Number(value.toFixed(usage === 'cpuPct' ? 1 : 2));

export function lastColumn(situation: Situation, node: string, usage: Usage): number | undefined {
  const listed = (computesSeen(situation) ?? []).find(
    (candidate) => computeId(candidate.node) === node,
  );
  return listed?.node.alive === true ? asText(listed.node[usage], usage) : undefined;
}

/** Minimum over a window, when at least half of its rounds are known. */
export function computeGaugeColumn(
  situation: Situation,
  node: string,
  usage: Usage,
  windowMs: number,
): number | undefined {
  const rounds = situation.rounds.filter(
    ({ at }) => at > situation.now - windowMs && at <= situation.now,
  );
  const values = rounds.flatMap((round) => {
    const value = lastColumn(asOf(situation, round.end), node, usage);
    return value === undefined ? [] : [value];
  });
  const expected = windowMs / Math.max(30_000, situation.intervalMs);
  return values.length >= expected / 2 ? Math.min(...values) : undefined;
}
