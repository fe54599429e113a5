/** Levels, worst last; `unknown` is no level between them: it means not judged. */
export type Verdict = 'ok' | 'info' | 'warning' | 'critical' | 'unknown';

export type Level = Exclude<Verdict, 'unknown'>;

const order: Readonly<Record<Verdict, number>> = {
  ok: 0,
  info: 1,
  unknown: 2,
  warning: 3,
  critical: 4,
};

/** Sort order for lists that show the worst first: critical, warning, unknown, info, ok. */
export function compareWorstFirst(a: Verdict, b: Verdict): number {
  return order[b] - order[a];
}
