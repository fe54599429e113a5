/** Walks an answer and its expectation together; every difference is reported with its path. */
import type { Phrase } from '../../src/shared/phrase';
import type { Expectation, ReadingMeta, RowsExpectation } from './expectation';
import { holds } from './interval';

export type Comparison = {
  readonly mismatches: readonly string[];
  /** Fields by path, list elements as `[]`, that were compared with a value. */
  readonly compared: ReadonlySet<string>;
  /** Paths that were expected to be unknown and are: everything beneath them is unknown with it. */
  readonly unknown: ReadonlySet<string>;
};

type Walk = {
  readonly mismatches: string[];
  readonly compared: Set<string>;
  readonly unknown: Set<string>;
  readonly render: (phrase: Phrase) => string;
};

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isPhrase = (value: unknown): value is Phrase =>
  isObject(value) && typeof value['id'] === 'string' && isObject(value['args']);

/**
 * @param render turns a phrase into English: sentences are compared as people read them
 * @param path where the expectation lies in the answer, e.g. `kpis`
 */
export function compare(
  actual: unknown,
  expected: Expectation,
  render: (phrase: Phrase) => string,
  path = '',
): Comparison {
  const walk: Walk = { mismatches: [], compared: new Set(), unknown: new Set(), render };
  visit(walk, actual, expected, path);
  return walk;
}

/** List positions do not count as fields of their own. */
export const fieldOf = (path: string): string => path.replace(/\[[^\]]*\]/g, '[]');

function visit(walk: Walk, actual: unknown, expected: Expectation, path: string): void {
  const fail = (problem: string): void => {
    walk.mismatches.push(`${path}: ${problem}`);
  };
  switch (expected.kind) {
    case 'leaf': {
      walk.compared.add(fieldOf(path));
      const problem = expected.check(isPhrase(actual) ? walk.render(actual) : actual);
      if (problem !== undefined) {
        fail(problem);
      }
      return;
    }
    case 'absent':
      walk.unknown.add(fieldOf(path));
      if (actual !== undefined) {
        fail(`is ${JSON.stringify(actual)}, expected nothing`);
      }
      return;
    case 'fields':
      visitFields(walk, actual, expected.fields, path);
      return;
    case 'anyOf':
      visitAnyOf(walk, actual, expected.options, path);
      return;
    case 'list':
      visitList(walk, actual, expected, path);
      return;
    case 'unknown':
      walk.unknown.add(fieldOf(path));
      if (!isObject(actual) || actual['known'] !== false) {
        fail(`is ${JSON.stringify(actual)}, expected unknown (${expected.why.join(' or ')})`);
      } else if (!expected.why.some((why) => why === actual['why'])) {
        fail(`is unknown (${String(actual['why'])}), expected ${expected.why.join(' or ')}`);
      } else if (typeof actual['since'] !== 'number') {
        fail('is unknown without saying since when');
      }
      return;
    case 'known':
      if (isKnown(walk, actual, expected.meta, path)) {
        visit(walk, actual['value'], expected.value, path);
      }
      return;
    case 'rows':
      if (isKnown(walk, actual, expected.meta, path)) {
        visitRows(walk, actual['value'], expected, path);
      }
      return;
  }
}

function isKnown(walk: Walk, actual: unknown, meta: ReadingMeta, path: string): actual is Json {
  const fail = (problem: string): void => {
    walk.mismatches.push(`${path}: ${problem}`);
  };
  if (!isObject(actual) || actual['known'] !== true) {
    const why = isObject(actual) ? `unknown (${String(actual['why'])})` : JSON.stringify(actual);
    fail(`is ${why}, expected a known value`);
    return false;
  }
  // A table that stands in for an HTTP port tells the same.
  const source = String(actual['source']).replace(/^([fb]eMetrics)Sql$/, '$1');
  if (meta.source !== undefined && !meta.source.includes(source)) {
    fail(`comes from ${source}, expected ${meta.source.join(' or ')}`);
  }
  const observedAt = actual['observedAt'];
  if (typeof observedAt !== 'number') {
    fail('does not say when it was observed');
  } else if (meta.observedAt !== undefined && !holds(meta.observedAt, observedAt)) {
    fail(`was observed at ${observedAt}, expected ${meta.observedAt.lo} … ${meta.observedAt.hi}`);
  }
  if (meta.bound !== null && actual['bound'] !== meta.bound) {
    fail(`has bound ${String(actual['bound'])}, expected ${String(meta.bound)}`);
  }
  checkCoverage(actual['coverage'], meta.coverage, fail);
  return true;
}

function checkCoverage(
  actual: unknown,
  expected: ReadingMeta['coverage'],
  fail: (problem: string) => void,
): void {
  const said = isObject(actual) ? actual : undefined;
  if (expected === null) {
    return;
  }
  if (expected === undefined) {
    if (said !== undefined && said['have'] !== said['of']) {
      fail(`rests on ${JSON.stringify(said)}, expected all nodes`);
    }
    return;
  }
  const missing = Array.isArray(said?.['missing']) ? said['missing'].map(String).sort() : [];
  if (
    said?.['have'] !== expected.have ||
    said['of'] !== expected.of ||
    missing.join() !== [...expected.missing].sort().join()
  ) {
    fail(`rests on ${JSON.stringify(said)}, expected ${JSON.stringify(expected)}`);
  }
}

function visitFields(
  walk: Walk,
  actual: unknown,
  expected: Readonly<Record<string, Expectation>>,
  path: string,
): void {
  if (!isObject(actual)) {
    walk.mismatches.push(`${path}: is ${JSON.stringify(actual)}, expected fields`);
    return;
  }
  for (const [name, expectation] of Object.entries(expected)) {
    visit(walk, actual[name], expectation, path === '' ? name : `${path}.${name}`);
  }
  for (const name of Object.keys(actual)) {
    if (!(name in expected)) {
      walk.mismatches.push(`${path}.${name}: nobody expects this field`);
    }
  }
}

/** The option that fits; when none does, the differences of the closest one. */
function visitAnyOf(
  walk: Walk,
  actual: unknown,
  options: readonly Expectation[],
  path: string,
): void {
  const results = options.map((option) => compare(actual, option, walk.render, path));
  const best = results.reduce<Comparison | undefined>(
    (closest, result) =>
      closest === undefined || result.mismatches.length < closest.mismatches.length
        ? result
        : closest,
    undefined,
  );
  if (best === undefined) {
    walk.mismatches.push(`${path}: nothing is expected to fit`);
    return;
  }
  walk.mismatches.push(...best.mismatches);
  best.compared.forEach((field) => walk.compared.add(field));
  best.unknown.forEach((field) => walk.unknown.add(field));
}

function visitList(
  walk: Walk,
  actual: unknown,
  expected: Extract<Expectation, { kind: 'list' }>,
  path: string,
): void {
  walk.compared.add(fieldOf(`${path}[]`));
  if (!Array.isArray(actual)) {
    walk.mismatches.push(`${path}: is ${JSON.stringify(actual)}, expected a list`);
    return;
  }
  const elements: readonly unknown[] = actual;
  const { key, items } = expected;
  if (key === undefined) {
    if (elements.length !== items.length) {
      walk.mismatches.push(
        `${path}: has ${elements.length} elements, expected ${items.length}: ${JSON.stringify(elements).slice(0, 300)}`,
      );
    }
    items.forEach((item, i) => {
      if (i < elements.length) {
        visit(walk, elements[i], item, `${path}[${i}]`);
      }
    });
    return;
  }
  const byId = new Map(elements.map((element) => [key.of(element), element]));
  key.ids.forEach((id, i) => {
    const item = items[i];
    if (!byId.has(id)) {
      walk.mismatches.push(`${path}[${id}]: is missing`);
    } else if (item !== undefined) {
      visit(walk, byId.get(id), item, `${path}[${id}]`);
    }
  });
  for (const id of byId.keys()) {
    if (!key.ids.includes(id)) {
      walk.mismatches.push(`${path}[${id}]: is not expected`);
    }
  }
}

const longestList = 50;

function visitRows(walk: Walk, value: unknown, expected: RowsExpectation, path: string): void {
  const fail = (problem: string): void => {
    walk.mismatches.push(`${path}: ${problem}`);
  };
  const rows = isObject(value) ? value['rows'] : undefined;
  if (!isObject(value) || !Array.isArray(rows)) {
    fail(`is ${JSON.stringify(value)}, expected rows`);
    return;
  }
  const actual = rows.filter(isObject);
  const most = expected.total ?? expected.rows.length;
  const least = most - (expected.mayMiss === undefined ? 0 : expected.mayMiss.size);
  const told = value['total'];
  const total = typeof told === 'number' && told >= least && told <= most ? told : most;
  if (told !== total) {
    const range = least < most ? `${least} … ${most}` : String(most);
    fail(`has a total of ${String(told)}, expected ${range}`);
  }
  const shown = Math.min(expected.shown ?? longestList, total, expected.rows.length);
  if (actual.length !== shown) {
    fail(`has ${actual.length} rows, expected ${shown}`);
  }
  if (value['truncated'] !== total > shown) {
    fail(`says truncated ${String(value['truncated'])} with ${shown} of ${total} rows`);
  }
  checkUnknownColumns(value['unknownColumns'], expected, fail);
  walk.compared.add(fieldOf(`${path}[]`));
  actual.forEach((row, position) => {
    const id = expected.idOf(row);
    const index = expected.ids.indexOf(id);
    const item = expected.rows[index];
    if (item === undefined) {
      fail(`has a row ${id} that is not expected`);
      return;
    }
    if (expected.ordered === true && index !== position) {
      fail(`has row ${id} at ${position}, expected it at ${index}`);
    }
    visit(walk, row, item, `${path}[${id}]`);
  });
  const ids = actual.map(expected.idOf);
  if (new Set(ids).size !== ids.length) {
    fail(`has rows twice: ${ids.join(', ')}`);
  }
  if (expected.mayMiss !== undefined && total === shown) {
    const { mayMiss } = expected;
    expected.ids
      .filter((id) => !mayMiss.has(id) && !ids.includes(id))
      .forEach((id) => {
        fail(`lacks row ${id}`);
      });
  }
}

function checkUnknownColumns(
  actual: unknown,
  expected: RowsExpectation,
  fail: (problem: string) => void,
): void {
  if (expected.unknownColumns === null) {
    return;
  }
  const said = isObject(actual) ? actual : {};
  const wanted = expected.unknownColumns ?? {};
  for (const [column, reasons] of Object.entries(wanted)) {
    if (!reasons.some((why) => why === said[column])) {
      fail(`says column ${column} is ${String(said[column])}, expected ${reasons.join(' or ')}`);
    }
  }
  for (const column of Object.keys(said)) {
    if (!(column in wanted)) {
      fail(`says column ${column} is unknown (${String(said[column])}), expected it to be known`);
    }
  }
}
