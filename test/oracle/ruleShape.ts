/** What the rules of the oracle are made of. */
import type { RuleId } from '../../src/shared/thresholds';
import type { Round, Situation } from './situation';
import { computeId, computesSeen, runModeTold } from './situation';

export type JudgedLevel = 'ok' | 'info' | 'warning' | 'critical';

/** What a rule says about one subject at one round; undefined = cannot be judged. */
export type Finding =
  | {
      readonly level: JudgedLevel;
      readonly points: number;
      /** When the cluster itself says that it began. */
      readonly since?: number;
      /** Fine, but not by another state that the answer may have been made from. */
      readonly maybe?: boolean;
    }
  | undefined;

export type Rule = {
  readonly id: RuleId;
  readonly forMs: number;
  /** Judged over a window: the run begins with the window's first sample, or when it was full. */
  readonly windowMs?: number;
  /** Takes points, so that it counts among the applicable ones. */
  readonly scored: boolean;
  /** Absent = on every cluster. */
  readonly applies?: (situation: Situation) => boolean;
  /** Whether what it reads was measured in the newest round. */
  readonly isFresh?: (situation: Situation) => boolean;
  /** By subject; undefined = the rule itself cannot be judged. */
  readonly find: (situation: Situation) => ReadonlyMap<string | null, Finding> | undefined;
};

export const fine: Finding = { level: 'ok', points: 0 };
export const onCluster = (finding: Finding) => new Map<string | null, Finding>([[null, finding]]);

export const byLevel = (
  value: number | undefined,
  warning: { readonly at: number; readonly points: number },
  critical?: { readonly at: number; readonly points: number },
): Finding =>
  value === undefined
    ? undefined
    : critical !== undefined && value >= critical.at
      ? { level: 'critical', points: critical.points }
      : value >= warning.at
        ? { level: 'warning', points: warning.points }
        : fine;

export const windowRounds = (situation: Situation, windowMs: number): readonly Round[] =>
  situation.rounds.filter(({ at }) => at > situation.now - windowMs && at <= situation.now);

export function perNode(
  situation: Situation,
  find: (node: string) => Finding,
): ReadonlyMap<string | null, Finding> | undefined {
  return computesSeen(situation) === undefined
    ? undefined
    : new Map(
        (computesSeen(situation) ?? [])
          .filter(({ node }) => node.alive)
          .map(({ node }) => [computeId(node), find(computeId(node))]),
      );
}

/** Of the BEs alone; a dead one cannot be judged. */
export function perBackend(
  situation: Situation,
  find: (node: string) => Finding,
): ReadonlyMap<string | null, Finding> | undefined {
  const nodes = computesSeen(situation);
  return nodes === undefined
    ? undefined
    : new Map(
        nodes
          .filter(({ node }) => node.kind === 'BE')
          .map(({ node }) => [computeId(node), node.alive ? find(computeId(node)) : undefined]),
      );
}

export const isSharedNothing = (situation: Situation): boolean =>
  runModeTold(situation) === 'shared_nothing';

/** While nobody has told the kind, the rules of shared-nothing clusters wait to be judged. */
export const maySharedNothing = (situation: Situation): boolean =>
  runModeTold(situation) !== 'shared_data';
