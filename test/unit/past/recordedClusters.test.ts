import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { writeHistory } from '../../../src/extension/commands/writeHistory';
import { dayBounds } from '../../../src/extension/past/dayBounds';
import { HistoryExport } from '../../../src/extension/past/historyExport';
import { RecordedClusters } from '../../../src/extension/past/recordedClusters';
import { storedTrend } from '../../../src/extension/past/storedTrends';
import { overviewReport } from '../../../src/extension/views/report/overviewReport';
import { reportMarkdown } from '../../../src/extension/views/report/reportMarkdown';
import type { HistoryFormat } from '../../../src/shared/api';
import { dayMs, hourMs, minuteMs } from '../../../src/shared/time';
import { ManualClock } from '../collect/support/manualClock';
import { aSnapshot, clusterId, start, testHistory } from '../store/support/historyFixture';

const be = 'be:10.0.0.1:9050';
const gridMs = 5 * minuteMs;
const end = start + 20 * hourMs;

describe('an exported history', () => {
  let mine: Awaited<ReturnType<typeof testHistory>>;
  let theirs: Awaited<ReturnType<typeof testHistory>>;
  let exporting: HistoryExport;
  beforeEach(async () => {
    mine = await testHistory();
    theirs = await testHistory();
    exporting = new HistoryExport(mine.engine);
    for (let at = start; at < end; at += gridMs) {
      // Somebody closed the editor for an hour.
      if (at < start + 8 * hourMs || at >= start + 9 * hourMs) {
        mine.now = at;
        await mine.engine.append(
          clusterId,
          aSnapshot(at, {
            gridMs,
            values: { 'query.qps': (at - start) / gridMs, 'health.score': 90, 'fe.alive': null },
            state: { 'fe.alive': { why: 'timeout' } },
            nodes: { [be]: { 'be.cpu': 7, 'be.up': 1 } },
            problems: [{ rule: 'cpu.node', subject: be, level: 'warning', since: start }],
          }),
        );
      }
    }
  });
  afterEach(async () => {
    exporting.dispose();
    await mine.dispose();
    await theirs.dispose();
  });

  const target = () => path.join(mine.folder, 'exported');
  async function exported(format: HistoryFormat): Promise<string> {
    const shares: number[] = [];
    const isWritten = await writeHistory(
      (cursor) => exporting.part(clusterId, 'prod "1"', format, cursor),
      { file: target(), encoding: format === 'sqlite' ? 'base64' : 'utf8' },
      new AbortController().signal,
      (done) => shares.push(done),
    );
    assert.ok(isWritten);
    assert.ok(
      shares.every((done, index) => index === 0 || done >= (shares[index - 1] ?? Number.NaN)),
    );
    assert.equal(shares.at(-1), 1);
    return fs.readFileSync(target(), 'utf8');
  }

  it('as JSON has every stored round once, with its reasons', async () => {
    const { cluster, snapshots } = JSON.parse(await exported('json')) as {
      cluster: string;
      snapshots: { at: number; state: unknown; values: Record<string, unknown> }[];
    };

    assert.equal(cluster, 'prod "1"');
    assert.equal(snapshots.length, 19 * 12);
    assert.equal(new Set(snapshots.map(({ at }) => at)).size, snapshots.length);
    assert.deepEqual(snapshots[0]?.state, { 'fe.alive': { why: 'timeout' } });
    assert.equal(snapshots[3]?.values['query.qps'], 3);
  });

  it('as CSV has a line for the cluster and each node, and nothing where nothing is known', async () => {
    const [head = '', ...lines] = (await exported('csv')).trimEnd().split('\n');
    const column = (name: string) => head.split(',').indexOf(name);

    assert.equal(lines.length, 2 * 19 * 12);
    const [cluster = [], node = []] = lines.slice(6, 8).map((line) => line.split(','));
    assert.equal(cluster[column('time')], new Date(start + 3 * gridMs).toISOString());
    assert.equal(cluster[column('seconds')], '300');
    assert.equal(cluster[column('query.qps')], '3');
    assert.equal(cluster[column('fe.alive')], '');
    assert.equal(node[column('node')], be);
    assert.equal(node[column('be.cpu')], '7');
    assert.ok(lines.every((line) => line.split(',').length === head.split(',').length));
  });

  it('has the first rounds, though they begin in the middle of 5 minutes', async () => {
    const young = await testHistory();
    try {
      const begun = start + 3.5 * minuteMs;
      for (let at = begun; at < begun + 4 * minuteMs; at += minuteMs) {
        await young.engine.append(clusterId, aSnapshot(at, { gridMs: minuteMs }));
      }
      const rounds = await young.engine.stretch(clusterId, begun, begun + hourMs);

      assert.deepEqual(
        rounds.map(({ at }) => at - begun),
        [0, minuteMs, 2 * minuteMs, 3 * minuteMs],
      );
    } finally {
      await young.dispose();
    }
  });

  it('that is cancelled leaves the file as it was', async () => {
    fs.writeFileSync(target(), 'mine');
    const stop = new AbortController();
    const isWritten = await writeHistory(
      (cursor) => exporting.part(clusterId, 'prod', 'json', cursor),
      { file: target(), encoding: 'utf8' },
      stop.signal,
      () => {
        stop.abort();
      },
    );

    assert.equal(isWritten, false);
    assert.equal(fs.readFileSync(target(), 'utf8'), 'mine');
    assert.ok(!fs.existsSync(`${target()}.part`));
  });

  it('is a read-only cluster elsewhere, with an overview at any of its moments', async () => {
    await exported('sqlite');
    const clock = new ManualClock(end + 30 * dayMs);
    theirs.now = clock.now();
    const recorded = new RecordedClusters(theirs.engine, clock);

    const id = await recorded.open(target());

    const [summary] = await recorded.summaries();
    assert.equal(summary?.id, id);
    assert.deepEqual([summary.state, summary.profile.name], ['recorded', 'prod "1"']);
    assert.equal(summary.verdict, 'warning');
    const history = recorded.get(id) ?? assert.fail();
    for (const [at, qps] of [
      [start, 0],
      [start + 4 * hourMs, 48],
      [undefined, (end - gridMs - start) / gridMs],
    ] as const) {
      const { header, modules, past } = await recorded.overview(
        history,
        at === undefined ? {} : { at },
      );
      assert.equal(header.state, 'recorded');
      assert.ok(modules.kpis?.known === true && modules.kpis.value.qps.value.known);
      assert.equal(modules.kpis.value.qps.value.value, qps);
      assert.ok(modules.performanceTrends?.known === true);
      assert.equal(past?.stored?.coversMs, gridMs);
    }
    const gap = await recorded.overview(history, { at: start + 8.5 * hourMs });
    assert.ok(gap.modules.kpis?.known === false);
    const reportOf = (overview: typeof gap) =>
      reportMarkdown(overviewReport(overview, '1.2.3', 'en'));
    assert.match(reportOf(gap), /nothing is stored of it[\s\S]*\| QPS \| — /);
    assert.match(
      reportOf(await recorded.overview(history, { at: start + 4 * hourMs })),
      /^# prod "1": Degraded[\s\S]*\| QPS \| 48 \/s \|/,
    );
    const { rows } = await recorded.rows(history, 'computeNodes', { offset: 0, limit: 10 });
    assert.equal(rows[0]?.node, be);
    const { end: recordedTo, before, zone } = recorded.stored(id) ?? assert.fail();
    assert.equal(recordedTo, end - gridMs + 1);
    const days = await theirs.engine.days(id, dayBounds(before, 3, zone.offsetAt));
    assert.equal(
      days.reduce((sum, { measuredS }) => sum + measuredS, 0),
      19 * 3_600,
    );
    const asked = { series: ['query.qps'], timeRange: '24h' } as const;
    const trend = await storedTrend(theirs.engine, id, asked, recordedTo);
    assert.ok(trend.series[0]?.gaps.some(([, , why]) => why === 'not-recorded'));

    const later = new RecordedClusters(theirs.engine, clock);
    await later.read();
    assert.equal(later.get(id)?.name, 'prod "1"');
    await later.remove(id);
    assert.deepEqual(await theirs.engine.recorded(), []);
  });
});
