import { parseCondition } from './condition';
import { phrase, type Phrase } from './phrase';

/** A rule of one's own: conditions over series, see docs/own-rules.md. At least one level has one. */
export type OwnRule = {
  /** What is said when it holds; it names the rule. */
  readonly title: string;
  /** `query.err_internal / query.qps > 0.05` */
  readonly warning?: string;
  readonly critical?: string;
  /** The condition must hold so long; 5 when absent. */
  readonly forMinutes?: number;
  /** Names of the clusters it is for; all when absent. */
  readonly clusters?: readonly string[];
};

export type OwnRules = {
  readonly rules: readonly OwnRule[];
  /** What is wrong with the other entries: they are left out, and cost these nothing. */
  readonly problems: readonly Phrase[];
};

export const usualMinutes = 5;
const mostMinutes = 60;
const mostTitleLetters = 80;

const isEntry = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads a list of the settings. Of two rules of one title the later one counts. */
export function readOwnRules(raw: unknown): OwnRules {
  if (raw === undefined || raw === null) {
    return { rules: [], problems: [] };
  }
  if (!Array.isArray(raw)) {
    return { rules: [], problems: [phrase('own.problem.notList')] };
  }
  const rules = new Map<string, OwnRule>();
  const problems: Phrase[] = [];
  raw.forEach((entry: unknown, index) => {
    const problem = problemOf(entry);
    if (problem !== undefined) {
      const title = isEntry(entry) && typeof entry['title'] === 'string' ? entry['title'] : '';
      const name = title.trim() === '' ? `${index + 1}` : title.slice(0, mostTitleLetters);
      problems.push(phrase('own.problem.rule', { name, problem }));
    } else {
      const rule = entry as OwnRule;
      rules.set(rule.title.trim(), { ...rule, title: rule.title.trim() });
    }
  });
  return { rules: [...rules.values()], problems };
}

/** The rules that are meant for a cluster. */
export function rulesFor(cluster: string, rules: readonly OwnRule[]): readonly OwnRule[] {
  return rules.filter(({ clusters }) => clusters?.includes(cluster) ?? true);
}

/** Says what is wrong with a rule; undefined when it is one. */
export function problemOf(entry: unknown): Phrase | undefined {
  if (!isEntry(entry)) {
    return phrase('own.problem.notObject');
  }
  const { title, warning, critical, forMinutes, clusters } = entry;
  if (typeof title !== 'string' || title.trim() === '' || title.length > mostTitleLetters) {
    return phrase('own.problem.title', { n: mostTitleLetters });
  }
  if (warning === undefined && critical === undefined) {
    return phrase('own.problem.noCondition');
  }
  const isTime =
    forMinutes === undefined ||
    (typeof forMinutes === 'number' && forMinutes >= 0 && forMinutes <= mostMinutes);
  if (!isTime) {
    return phrase('own.problem.minutes', { n: mostMinutes });
  }
  const isList =
    clusters === undefined ||
    (Array.isArray(clusters) && clusters.every((name) => typeof name === 'string'));
  if (!isList) {
    return phrase('own.problem.clusters');
  }
  return [warning, critical].map(conditionProblem).find((problem) => problem !== undefined);
}

function conditionProblem(text: unknown): Phrase | undefined {
  if (text === undefined) {
    return undefined;
  }
  if (typeof text !== 'string') {
    return phrase('own.problem.notText');
  }
  const parsed = parseCondition(text);
  return parsed.ok ? undefined : parsed.problem;
}
