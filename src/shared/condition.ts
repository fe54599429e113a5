import { phrase, type Phrase } from './phrase';
import type { PhraseId } from './phrases.en';
import {
  clusterSeriesIds,
  nodeSeriesIds,
  seriesDefinition,
  type SeriesId,
  type SeriesScope,
} from './series';
import { hourMs, minuteMs } from './time';

/** What a window of samples is made to: one number. `count` = Σ rate × time. */
export const windowFunctions = ['avg', 'min', 'max', 'count'] as const;
export type WindowFunction = (typeof windowFunctions)[number];

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  /** The value of this moment. */
  | { readonly kind: 'series'; readonly series: SeriesId }
  | {
      readonly kind: 'window';
      readonly of: WindowFunction;
      readonly series: SeriesId;
      readonly windowMs: number;
    }
  | { readonly kind: 'negative'; readonly of: Expression }
  | {
      readonly kind: 'arithmetic';
      readonly operator: '+' | '-' | '*' | '/';
      readonly left: Expression;
      readonly right: Expression;
    };

export type Comparison = '>' | '>=' | '<' | '<=';

/** `query.err_internal / query.qps > 0.05`: what an own rule says. */
export type Condition = {
  readonly left: Expression;
  readonly comparison: Comparison;
  readonly right: Expression;
  /** Judged once for the cluster, or for each FE, or for each BE and CN. */
  readonly scope: SeriesScope;
};

export type ParsedCondition =
  | { readonly ok: true; readonly condition: Condition }
  | { readonly ok: false; readonly problem: Phrase };

/** Enough for a sentence; a text without end could nest without end. */
const mostLetters = 300;
/** History in memory reaches back so far. */
const window = { least: minuteMs, most: hourMs } as const;
const units: Readonly<Record<string, number>> = { s: 1000, m: minuteMs, h: hourMs };
const tokens = /\s*(\d+(?:\.\d+)?|[A-Za-z_][\w.]*|>=|<=|[-+*/()<>,])/y;

class ConditionProblem extends Error {
  readonly phrase: Phrase;

  constructor(id: PhraseId, args: Phrase['args'] = {}) {
    super(id);
    this.phrase = phrase(id, args);
  }
}

/** Reads a condition; what is wrong with it is said with the place. Never throws. */
export function parseCondition(text: string): ParsedCondition {
  try {
    return { ok: true, condition: new Reader(text).condition() };
  } catch (error) {
    if (error instanceof ConditionProblem) {
      return { ok: false, problem: error.phrase };
    }
    throw error;
  }
}

/** Every series that a condition reads. */
export function seriesIn({ left, right }: Pick<Condition, 'left' | 'right'>): readonly SeriesId[] {
  const walk = (expression: Expression): readonly SeriesId[] => {
    switch (expression.kind) {
      case 'number':
        return [];
      case 'series':
      case 'window':
        return [expression.series];
      case 'negative':
        return walk(expression.of);
      case 'arithmetic':
        return [...walk(expression.left), ...walk(expression.right)];
    }
  };
  return [...new Set([...walk(left), ...walk(right)])];
}

/** Recursive descent: comparison, then sums, then products, then single values. */
class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    if (text.length > mostLetters) {
      throw new ConditionProblem('own.problem.long', { n: mostLetters });
    }
    this.#tokens = tokensOf(text);
  }

  condition(): Condition {
    const left = this.#sum();
    const comparison = this.#next();
    if (comparison === undefined) {
      throw new ConditionProblem('own.problem.noComparison');
    }
    if (!isComparison(comparison)) {
      throw new ConditionProblem('own.problem.unexpected', { text: comparison });
    }
    const right = this.#sum();
    const rest = this.#next();
    if (rest !== undefined) {
      throw new ConditionProblem('own.problem.unexpected', { text: rest });
    }
    return { left, comparison, right, scope: scopeOf(seriesIn({ left, right })) };
  }

  #sum(): Expression {
    let left = this.#product();
    for (let operator = this.#peek(); isSign(operator); operator = this.#peek()) {
      this.#at += 1;
      left = { kind: 'arithmetic', operator, left, right: this.#product() };
    }
    return left;
  }

  #product(): Expression {
    let left = this.#value();
    for (let operator = this.#peek(); isFactor(operator); operator = this.#peek()) {
      this.#at += 1;
      left = { kind: 'arithmetic', operator, left, right: this.#value() };
    }
    return left;
  }

  #value(): Expression {
    const token = this.#next();
    if (token === undefined) {
      throw new ConditionProblem('own.problem.end');
    }
    if (token === '-') {
      return { kind: 'negative', of: this.#value() };
    }
    if (token === '(') {
      const inner = this.#sum();
      this.#expect(')');
      return inner;
    }
    if (/^\d/.test(token)) {
      return { kind: 'number', value: Number(token) };
    }
    if (!/^[A-Za-z_]/.test(token)) {
      throw new ConditionProblem('own.problem.unexpected', { text: token });
    }
    const of = windowFunctions.find((each) => each === token);
    return of === undefined ? { kind: 'series', series: seriesOf(token) } : this.#window(of);
  }

  #window(of: WindowFunction): Expression {
    this.#expect('(');
    const series = seriesOf(this.#next() ?? '');
    this.#expect(',');
    const windowMs = Number(this.#next()) * (units[this.#next() ?? ''] ?? Number.NaN);
    if (!(windowMs >= window.least && windowMs <= window.most)) {
      throw new ConditionProblem('own.problem.window');
    }
    if (of === 'count' && seriesDefinition(series).unit !== 'perSecond') {
      throw new ConditionProblem('own.problem.count', { series });
    }
    this.#expect(')');
    return { kind: 'window', of, series, windowMs };
  }

  #expect(token: string): void {
    const found = this.#next();
    if (found !== token) {
      throw new ConditionProblem('own.problem.expected', { token, text: found ?? '' });
    }
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #next(): string | undefined {
    this.#at += 1;
    return this.#tokens[this.#at - 1];
  }
}

function tokensOf(text: string): readonly string[] {
  const found: string[] = [];
  const end = text.trimEnd().length;
  tokens.lastIndex = 0;
  while (tokens.lastIndex < end) {
    const from = tokens.lastIndex;
    const token = tokens.exec(text)?.[1];
    if (token === undefined) {
      throw new ConditionProblem('own.problem.unexpected', { text: text.slice(from).trim() });
    }
    found.push(token);
  }
  return found;
}

const isComparison = (token: string): token is Comparison => /^[<>]=?$/.test(token);
const isSign = (token: string | undefined): token is '+' | '-' => token === '+' || token === '-';
const isFactor = (token: string | undefined): token is '*' | '/' => token === '*' || token === '/';

function seriesOf(token: string): SeriesId {
  const all: readonly SeriesId[] = [...clusterSeriesIds, ...nodeSeriesIds];
  const series = all.find((id) => id === token);
  if (series !== undefined) {
    return series;
  }
  const [group = ''] = token.split('.');
  const near = all.filter((id) => id.split('.')[0] === group);
  throw near.length === 0
    ? new ConditionProblem('own.problem.series', { series: token })
    : new ConditionProblem('own.problem.seriesNear', { series: token, near: near.join(', ') });
}

/** A value of the cluster is the same for each node; values of FEs and of BEs have no common node. */
function scopeOf(series: readonly SeriesId[]): SeriesScope {
  if (series.length === 0) {
    throw new ConditionProblem('own.problem.noSeries');
  }
  const scopes = new Set(series.map((id) => seriesDefinition(id).scope));
  if (scopes.has('fe') && scopes.has('compute')) {
    throw new ConditionProblem('own.problem.mixed');
  }
  return scopes.has('fe') ? 'fe' : scopes.has('compute') ? 'compute' : 'cluster';
}
