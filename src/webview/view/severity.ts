import type { NodeState } from '../../shared/model/nodeDetails';
import { isCountedProblem, type Problem } from '../../shared/model/problem';
import type { Verdict } from '../../shared/model/verdict';
import { compareWorstFirst } from '../../shared/model/verdict';
import type { RuleId } from '../../shared/thresholds';
import type { NodeId } from '../../shared/ids';

/** Glyphs that differ in shape: the levels, and "up but partly measured". */
export type GlyphName = Verdict | 'partial';

/** The worst of what a node is and of what is wrong with it: one with an open problem is never "ok". */
export function glyphOfNode({
  state,
  verdict,
}: {
  readonly state: NodeState;
  readonly verdict: Verdict;
}): GlyphName {
  const glyph = glyphOfState(state);
  const isProblem = verdict === 'critical' || verdict === 'warning';
  return isProblem && (glyph === 'partial' || compareWorstFirst(verdict, glyph) < 0)
    ? verdict
    : glyph;
}

function glyphOfState(state: NodeState): GlyphName {
  switch (state) {
    case 'up':
      return 'ok';
    case 'partial':
      return 'partial';
    case 'no-heartbeat':
      return 'warning';
    case 'down':
      return 'critical';
    case 'decommissioning':
      return 'info';
    case 'unknown':
      return 'unknown';
  }
}

/** Worst level among problems that are not explained by another; undefined when there is none. */
export function worstLevel(problems: readonly Problem[]): Verdict | undefined {
  return problems
    .filter(isCountedProblem)
    .map(({ level }) => level)
    .sort(compareWorstFirst)[0];
}

/** The worst problem that colours a figure of the whole cluster. */
export function openProblemOf(
  problems: readonly Problem[],
  rules: readonly RuleId[],
): Problem | undefined {
  return problems.find(({ rule, state }) => state === 'open' && rules.includes(rule));
}

/** Level of the open problem of one rule about one node: figures are coloured by rules, never by themselves. */
export function levelAt(
  problems: readonly Problem[],
  rule: RuleId,
  subject: NodeId,
): 'warning' | 'critical' | undefined {
  const level = problems.find((p) => p.rule === rule && p.subject === subject)?.level;
  return level === 'warning' || level === 'critical' ? level : undefined;
}
