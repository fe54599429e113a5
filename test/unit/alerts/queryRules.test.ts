import assert from 'node:assert/strict';
import type { RunningQueryRow } from '../../../src/extension/starrocks/sources/runningQueries';
import { renderPhrase } from '../../../src/shared/format';
import type { Scene } from '../overview/builders';
import { compute, got, minute, Run, sharedData, start, stepMs } from '../overview/builders';
import { aRunningQuery } from '../overview/rows';

const day = 24 * 60 * minute;
const gib = 1024 ** 3;

const running = (...rows: readonly RunningQueryRow[]): Scene =>
  sharedData(3, {
    nodes: [
      compute('cn', 1, { memLimitBytes: 64 * gib }),
      compute('cn', 2, { memLimitBytes: 32 * gib }),
      compute('cn', 3, { memLimitBytes: 1 * gib, alive: false }),
    ],
    over: { runningQueries: got(rows, start, 'runningQueries') },
  });

describe('query.runaway', () => {
  const problem = (...rows: readonly RunningQueryRow[]) =>
    new Run(running(...rows)).for(minute).problem('query.runaway');

  it('names the query that exceeds its marks most, and costs no points', () => {
    const long = aRunningQuery({ queryId: 'q-2', execMs: 45 * minute });
    const longer = aRunningQuery({ queryId: 'q-3', execMs: 90 * minute, memoryBytes: 2 * gib });
    const found = problem(aRunningQuery(), long, longer);

    assert.deepEqual([found?.level, found?.points], ['info', 0]);
    assert.match(
      renderPhrase(found!.evidence),
      /^q-3 of analyst has run for 1 h 30 m\. It holds 2 GB of memory\. The same goes for 1 more\./,
    );
  });

  it('takes a fifth of the smallest living node for too much memory', () => {
    assert.equal(problem(aRunningQuery({ memoryBytes: 6.3 * gib })), undefined);
    assert.equal(problem(aRunningQuery({ memoryBytes: 6.5 * gib }))?.level, 'info');
  });

  it('accuses no query of what the cluster does not tell', () => {
    assert.equal(problem(aRunningQuery({ execMs: null, memoryBytes: null })), undefined);
  });
});

describe('query.latency', () => {
  const slow = (over: NonNullable<Scene['series']>) =>
    new Run(sharedData(3, { series: { 'query.p95': 6000, ...over } }));
  const audited = got(6000, start, 'auditMinutes');

  it('opens after five minutes in which a twentieth of the queries took longer than 5 s', () => {
    const run = slow({}).for(4 * minute);
    assert.equal(run.problem('query.latency'), undefined);
    const problem = run.for(2 * minute).problem('query.latency');
    assert.deepEqual([problem?.level, problem?.points], ['warning', 5]);
    assert.match(
      renderPhrase(problem!.evidence),
      /^5 % of the queries take longer than 6 s \(p95\)/,
    );
  });

  it('judges no minute of the audit log by a query or two, and a cluster without traffic as fine', () => {
    for (const rare of [
      { 'query.p95': audited, 'query.qps': 0.05 },
      { 'query.p95': 'no-traffic' },
    ]) {
      const run = slow(rare as NonNullable<Scene['series']>).for(8 * minute);
      assert.equal(run.problem('query.latency'), undefined);
      assert.equal(run.state.rules['query.latency']?.judged, true);
    }
    const busy = slow({ 'query.p95': audited }).for(8 * minute);
    assert.equal(busy.problem('query.latency')?.level, 'warning');
  });

  it('does not apply where neither FEs nor an audit log tell of it', () => {
    const run = slow({ 'query.p95': 'not-applicable' }).for(minute);
    assert.equal(run.state.rules['query.latency']?.applicable, false);
  });
});

describe('query.stopped', () => {
  const quiet = sharedData(3, { series: { 'query.qps': 0.05 } });

  function runAfter(yesterday: number | null, scene: Scene = quiet): Run {
    const run = new Run(scene);
    for (let at = start - day - 10 * minute; at <= start - day + 30 * minute; at += stepMs) {
      run.history.add('query.qps', null, { at, value: yesterday });
    }
    return run;
  }

  it('opens when hardly a tenth of yesterday arrives for ten minutes', () => {
    const run = runAfter(40).for(9 * minute);
    assert.equal(run.problem('query.stopped'), undefined);
    const problem = run.for(4 * minute).problem('query.stopped');
    assert.match(
      renderPhrase(problem!.evidence),
      /^0\.05 queries a second; at this time yesterday 40\./,
    );
  });

  it('says nothing of a cluster that was as quiet yesterday', () => {
    const run = runAfter(0.6).for(20 * minute);
    assert.equal(run.problem('query.stopped'), undefined);
    assert.equal(run.state.rules['query.stopped']?.judged, true);
  });

  it('is not judged where yesterday is not known', () => {
    const run = runAfter(null).for(20 * minute);
    assert.equal(run.state.rules['query.stopped']?.judged, false);
    assert.equal(run.state.rules['query.stopped'].why, 'insufficient-history');
  });
});
