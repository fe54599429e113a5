import assert from 'node:assert/strict';
import type { Kpi } from '../../../../src/shared/model/keyPerformanceIndicators';
import type { Problem } from '../../../../src/shared/model/problem';
import type { Trend } from '../../../../src/shared/model/trends';
import { phrase } from '../../../../src/shared/phrase';
import type { Reading } from '../../../../src/shared/reading';
import { known, unknown } from '../../../../src/shared/reading';
import { ageMs, shownState } from '../../../../src/webview/view/ageText';
import { compactionSentence } from '../../../../src/webview/view/compactionSentence';
import { deltaOf } from '../../../../src/webview/view/deltaText';
import { eventText } from '../../../../src/shared/eventText';
import { errorRateValues, sparkValues } from '../../../../src/webview/view/kpiValues';
import { quantity, quantityText } from '../../../../src/shared/quantity';
import { sourceText } from '../../../../src/shared/sourceText';
import { coverageText, readingText, readingTip } from '../../../../src/webview/view/readingText';
import { glyphOfNode, levelAt, worstLevel } from '../../../../src/webview/view/severity';
import { nextSorting, sortRows } from '../../../../src/webview/view/sortRows';

const from = { observedAt: 1_000, source: 'feMetrics' } as const;
const missing: Reading<number> = unknown('insufficient-history', 0);
const aKpi = (change: Partial<Kpi>): Kpi => ({
  value: known(10, from),
  vsFiveMinutes: missing,
  vsYesterday: missing,
  vsYesterdayPct: missing,
  ...change,
});
const aProblem = (change: Partial<Problem>): Problem => ({
  rule: 'cpu.node',
  subject: 'cn:a:1',
  level: 'warning',
  points: 5,
  title: phrase('text.verbatim', { text: 't' }),
  evidence: phrase('text.verbatim', { text: 'e' }),
  since: 0,
  state: 'open',
  nextStep: { kind: 'openLog', label: phrase('text.verbatim', { text: 'n' }) },
  source: 'computeNodes',
  observedAt: 0,
  ...change,
});

describe('deltaOf', () => {
  it('shows rates in percent of yesterday', () => {
    const kpi = aKpi({ vsYesterday: known(72, from), vsYesterdayPct: known(-6, from) });

    assert.deepEqual(deltaOf(kpi, 'perSecond', 'en'), {
      known: true,
      sign: 'down',
      amount: '6%',
      against: 'yesterday',
    });
  });

  it('shows counts absolutely even where a percentage is known', () => {
    const kpi = aKpi({ vsYesterday: known(19, from), vsYesterdayPct: known(40, from) });

    assert.equal((deltaOf(kpi, 'count', 'en') as { amount: string }).amount, '19');
  });

  it('falls back to five minutes ago, then to a reason', () => {
    const recent = deltaOf(aKpi({ vsFiveMinutes: known(3, from) }), 'count', 'en');
    assert.deepEqual(recent, { known: true, sign: 'up', amount: '3', against: 'fiveMinutes' });

    assert.deepEqual(deltaOf(aKpi({}), 'count', 'en'), {
      known: false,
      why: 'insufficient-history',
    });
  });

  it('calls what rounds to nothing no change', () => {
    const kpi = aKpi({ vsYesterday: known(0.4, from), vsYesterdayPct: known(0.01, from) });

    assert.deepEqual(deltaOf(kpi, 'perSecond', 'en'), {
      known: true,
      sign: 'same',
      amount: '',
      against: 'yesterday',
    });
  });
});

describe('quantity', () => {
  it('sets the unit apart and keeps durations of two units whole', () => {
    assert.deepEqual(quantity(1_284.2, 'perSecond', 'en'), { text: '1,284', unit: '/s' });
    assert.deepEqual(quantity(186_000, 'perSecond', 'en'), { text: '186', unit: 'k/s' });
    assert.deepEqual(quantity(1_840, 'ms', 'en'), { text: '1.84', unit: 's' });
    assert.deepEqual(quantity(252_000, 'ms', 'en'), { text: '4 m 12 s', unit: '' });
    assert.equal(quantityText(3 * 1024 ** 2, 'bytesPerSecond', 'en'), '3 MB/s');
    assert.equal(quantityText(0, 'percent', 'en'), '0%');
  });

  it('never rounds something measured to nothing', () => {
    assert.equal(quantityText(0.03, 'percent', 'en'), '0.03%');
    assert.equal(quantityText(0.0004, 'percent', 'en'), '< 0.001%');
    assert.equal(quantityText(0.0004, 'perSecond', 'en'), '< 0.001 /s');
    assert.equal(quantityText(0.2, 'ms', 'en'), '< 1 ms');
    assert.equal(quantityText(0, 'perSecond', 'en'), '0 /s');
  });
});

describe('readings in words', () => {
  const format = (value: number) => `${value} ms`;

  it('marks a lower bound and names coverage and who is missing', () => {
    const partial = known(18, from, {
      bound: 'lower',
      coverage: { have: 1, of: 3, missing: ['fe:fe-01:9010', 'fe:fe-03:9010'] },
    });

    assert.equal(readingText(partial, format), '≥ 18 ms');
    assert.equal(coverageText(partial.coverage), '1/3 FEs');
    const tip = readingTip(partial, format, 'en', 2_000);
    assert.match(tip, /1 of 3 nodes/);
    assert.match(tip, /missing: fe-01, fe-03/);
    assert.match(tip, /from FE \/metrics/);
  });

  it('never shows an unknown value as a number', () => {
    const gone = unknown<number>('node-down', 500, { last: { value: 58, observedAt: 400 } });

    assert.equal(readingText(gone, format), '—');
    const tip = readingTip(gone, format, 'en', 2_000);
    assert.match(tip, /unknown: node is down/);
    assert.match(tip, /last known 58 ms/);
  });

  it('shows no coverage while it is complete', () => {
    assert.equal(coverageText({ have: 3, of: 3, missing: [] }), undefined);
    assert.equal(coverageText(undefined), undefined);
  });

  it('names a source of a newer host as the host does', () => {
    assert.equal(sourceText('frontends', 'en'), 'SHOW FRONTENDS');
    assert.equal(sourceText('auditLog', 'en'), 'auditLog');
  });
});

describe('sortRows', () => {
  const rows = [
    { n: 'b', v: 2 },
    { n: 'a', v: null },
    { n: 'c10', v: 10 },
    { n: 'c9', v: 2 },
  ];

  it('puts unknown cells last in both directions and keeps the order of equals', () => {
    const names = (descending: boolean) =>
      sortRows(rows, (row) => row.v, descending).map(({ n }) => n);

    assert.deepEqual(names(true), ['c10', 'b', 'c9', 'a']);
    assert.deepEqual(names(false), ['b', 'c9', 'c10', 'a']);
  });

  it('reads numbers inside names', () => {
    assert.deepEqual(
      sortRows(rows, (row) => row.n, false).map(({ n }) => n),
      ['a', 'b', 'c9', 'c10'],
    );
  });

  it('goes from worst first over reversed back to the natural order', () => {
    const first = nextSorting(undefined, 'cpu');
    const second = nextSorting(first, 'cpu');

    assert.deepEqual(first, { column: 'cpu', descending: true });
    assert.deepEqual(second, { column: 'cpu', descending: false });
    assert.equal(nextSorting(second, 'cpu'), undefined);
    assert.deepEqual(nextSorting(second, 'mem'), { column: 'mem', descending: true });
  });
});

describe('severity', () => {
  it('takes the worst of what is not explained by another problem', () => {
    const held = aProblem({ level: 'critical', state: 'held' });

    assert.equal(worstLevel([aProblem({ level: 'info' }), aProblem({}), held]), 'warning');
    assert.equal(worstLevel([held]), undefined);
  });

  it('colours a figure only by the rule about it', () => {
    const problems = [aProblem({ subject: 'cn:a:1' })];

    assert.equal(levelAt(problems, 'cpu.node', 'cn:a:1'), 'warning');
    assert.equal(levelAt(problems, 'cpu.node', 'cn:b:1'), undefined);
    assert.equal(levelAt(problems, 'mem.node', 'cn:a:1'), undefined);
  });
});

describe('glyphOfNode', () => {
  it('is never the one of a node that is well while a problem about it is open', () => {
    assert.equal(glyphOfNode({ state: 'up', verdict: 'ok' }), 'ok');
    assert.equal(glyphOfNode({ state: 'up', verdict: 'critical' }), 'critical');
    assert.equal(glyphOfNode({ state: 'partial', verdict: 'warning' }), 'warning');
    assert.equal(glyphOfNode({ state: 'partial', verdict: 'unknown' }), 'partial');
    assert.equal(glyphOfNode({ state: 'down', verdict: 'warning' }), 'critical');
  });
});

describe('age', () => {
  const header = { state: 'live', lastAnswerAt: 100_000, intervalS: 30 } as const;

  it('turns late by itself after two intervals without a word of the host', () => {
    assert.equal(shownState(header, 160_000), 'live');
    assert.equal(shownState(header, 170_000), 'stale');
    assert.equal(shownState({ ...header, state: 'paused' }, 900_000), 'paused');
  });

  it('is unknown before the first round and never negative', () => {
    assert.equal(ageMs({}, 5), undefined);
    assert.equal(ageMs({ lastAnswerAt: 10 }, 5), 0);
  });
});

describe('values of sparklines', () => {
  const aTrend = (series: Record<string, (number | null)[]>): Trend => ({
    from: 0,
    to: 3,
    stepMs: 1,
    events: [],
    series: Object.entries(series).map(([id, avg]) => ({
      series: id as 'query.qps',
      unit: 'perSecond',
      from: 0,
      stepMs: 1,
      avg,
      gaps: [],
    })),
  });

  it('leaves out the open last bucket but keeps other gaps', () => {
    const trend = aTrend({ 'query.qps': [1, null, 3, null] });

    assert.deepEqual(sparkValues('query.qps')(trend), [1, null, 3]);
    assert.deepEqual(sparkValues('query.qps')(undefined), []);
  });

  it('knows an error rate only where all of its parts are known and there is traffic', () => {
    const trend = aTrend({
      'query.qps': [100, 100, 0, null, 50],
      'query.err_internal': [1, null, 0, 0, 0.5],
      'query.err_timeout': [1, 0, 0, 0, 0],
    });

    assert.deepEqual(errorRateValues(trend), [2, null, null, null, 1]);
  });
});

describe('compactionSentence', () => {
  const marks = {
    selectorMin: 10,
    slowdown: 100,
    slowdownEnabled: true,
    critical: 500,
    upperBound: 2_000,
    assumed: false,
  };
  const say = (score: Reading<number>, change: Partial<typeof marks> = {}) =>
    compactionSentence(
      { score, marks: { ...marks, ...change }, partitionsOver: known(2, from) } as never,
      'en',
    );

  it('says what the cluster does to loads, and only if it does', () => {
    assert.match(say(known(142, from)), /are slowed.*Partitions above 100: 2/);
    assert.match(say(known(142, from), { slowdownEnabled: false }), /does not slow loads/);
    assert.match(say(known(2_100, from)), /refused.*2,000/);
    assert.match(say(known(100, from)), /not slowed/);
  });

  it('promises nothing about an unknown score', () => {
    assert.equal(say(unknown('denied', 0)), 'Score unknown: privilege missing.');
  });
});

describe('eventText', () => {
  it('names nodes by host and rules in words', () => {
    assert.equal(
      eventText({ at: 0, kind: 'node-down', node: 'cn:cn-04:9050' }, 'en'),
      'cn-04 down',
    );
    assert.equal(
      eventText({ at: 0, kind: 'problem-begun', detail: 'compaction.pressure' }, 'en'),
      'compaction pressure',
    );
    assert.equal(
      eventText({ at: 0, kind: 'leader-changed', detail: 'fe:fe-03:9010' }, 'en').replace(
        / +/g,
        ' ',
      ),
      'leader changed fe-03',
    );
    assert.equal(eventText({ at: 0, kind: 'problem-begun', detail: 'x.new' }, 'en'), 'x.new');
  });
});
