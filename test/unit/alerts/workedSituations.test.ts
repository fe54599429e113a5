import assert from 'node:assert/strict';
import { renderPhrase } from '../../../src/shared/format';
import { unknown } from '../../../src/shared/reading';
import {
  frontend,
  got,
  kill,
  minute,
  Run,
  sharedData,
  sharedNothing,
  start,
  type Scene,
} from '../overview/builders';

/** The situations of semantics 5 that need only the rules there are. */
const gib = 1024 ** 3;
const withDisk = (disk: { readonly total: number; readonly avail: number }) =>
  sharedNothing(4, {
    beMetrics: { 'be-2': { disks: { '/data': { ...disk, dataUsed: 1, usable: true } } } },
  });

describe('worked situations', () => {
  const after = (ms: number, scene: Scene) => new Run(scene).for(ms);
  const expect = (run: Run, score: number | string, verdict: string) =>
    assert.deepEqual([run.points, run.verdict], [score, verdict]);

  it('is 100 and ok when all is well and HTTP is closed', () => {
    const open = sharedData(3);
    const closed = unknown('disabled', start);
    const metrics = (rows: readonly { readonly node: string }[]) =>
      new Map(rows.map(({ node }) => [node, closed]));
    const run = after(10 * minute, {
      ...open,
      series: {
        'query.qps': 'disabled',
        'query.err_internal': 'disabled',
        'query.err_timeout': 'disabled',
        'query.p95': 'disabled',
        'compaction.score': 'disabled',
        'journal.write': 'disabled',
        'journal.image_gap': 'disabled',
      },
      over: { feMetrics: metrics(open.frontends), beMetrics: metrics(open.nodes) },
    });
    expect(run, 100, 'ok');
    const { judged, applicable } = run.score;
    assert.equal(judged, applicable);
    for (const rule of ['fe.editlog', 'fe.threads', 'fe.connections', 'fd.node'] as const) {
      assert.equal(run.state.rules[rule]?.applicable, false, rule);
    }
  });

  it('takes 20 + 60 × share for one dead BE of four', () => {
    const run = after(6 * minute, kill(sharedNothing(4), 'be-4'));
    expect(run, 65, 'critical');
    assert.deepEqual(
      run.score.deductions.map(({ rule, subject, points }) => [rule, subject, points]),
      [['node.down', 'be:be-4:9050', 35]],
    );
  });

  it('takes 40 × share for one dead FE of three', () => {
    const run = after(6 * minute, kill(sharedNothing(4), 'fe-3'));
    expect(run, 87, 'warning');
    assert.match(renderPhrase(run.problem('fe.down')!.evidence), /one more loss stops the cluster/);
  });

  it('is 0 without a leader and with two dead FEs of three', () => {
    const run = after(6 * minute, kill(sharedNothing(4), 'fe-1', 'fe-3'));
    expect(run, 0, 'critical');
    assert.deepEqual(
      run.score.deductions.map(({ rule, points }) => [rule, points]),
      [
        ['fe.leader', 100],
        ['fe.down', 100],
      ],
    );
  });

  it('takes 5 + 60 × share for one dead CN of forty', () => {
    expect(after(6 * minute, kill(sharedData(40), 'cn-7')), 93, 'warning');
  });

  it('takes 20 + 60 × share for one dead CN of three', () => {
    expect(after(6 * minute, kill(sharedData(3), 'cn-2')), 60, 'critical');
  });

  it('takes 10 for a score of 142 and does not say that loads wait', () => {
    const run = after(10 * minute, sharedData(3, { series: { 'compaction.score': 142 } }));
    expect(run, 90, 'warning');
    assert.doesNotMatch(renderPhrase(run.problem('compaction.pressure')!.evidence), /wait/);
  });

  it('takes 60 for a score of 640 that rises while nothing runs', () => {
    const run = new Run(sharedData());
    for (let i = 0; i < 40; i += 1) {
      const series = { 'compaction.score': 560 + 2 * i, 'compaction.running': 0 };
      run.round(sharedData(3, { series }));
    }
    expect(run, 40, 'critical');
    assert.deepEqual(
      run.score.deductions.map(({ rule, points }) => [rule, points]),
      [
        ['compaction.pressure', 30],
        ['compaction.stalled', 30],
      ],
    );
  });

  it('takes 60 above the upper bound', () => {
    const refused = sharedData(3, {
      series: { 'compaction.score': 2100 },
      config: { lake_compaction_score_upper_bound: '2000' },
    });
    const run = after(6 * minute, refused);
    expect(run, 40, 'critical');
    assert.match(renderPhrase(run.problem('compaction.pressure')!.title), /refused/);
  });

  it('never judges a full cache', () => {
    const run = after(
      20 * minute,
      sharedData(3, { series: { 'cache.used': 98, 'cache.quota': 100 } }),
    );
    expect(run, 100, 'ok');
    assert.equal(run.score.judged, run.score.applicable);
  });

  it('judges an idle cluster by no traffic', () => {
    const run = after(10 * minute, sharedData(3, { series: { 'query.qps': 0 } }));
    expect(run, 100, 'ok');
    assert.equal(run.state.rules['query.errors']?.judged, true);
  });

  it('is 100 for a user with NODE only', () => {
    const run = after(10 * minute, sharedData(3, { series: { 'compaction.running': 'denied' } }));
    expect(run, 100, 'ok');
    assert.equal(run.state.rules['compaction.stalled']?.judged, false);
    assert.equal(run.score.judged, run.score.applicable - 1);
  });

  it('has no verdict for a user who may not see the nodes', () => {
    const now = Date.UTC(2025, 5, 2);
    const denied = unknown('denied', now);
    const over = { frontends: denied, backends: denied, computeNodes: denied };
    expect(after(10 * minute, sharedData(3, { over })), 'denied', 'unknown');
  });

  it('has no verdict when no FE answered within two intervals', () => {
    const run = new Run(sharedData()).for(5 * minute);
    const silent = unknown('unreachable', run.now);
    const over = {
      lastAnswerAt: run.now,
      leader: silent,
      frontends: silent,
      backends: silent,
      computeNodes: silent,
    };
    run.for(2 * minute, sharedData(3, { over }));
    expect(run, 'unreachable', 'unknown');
    assert.deepEqual(run.state.lastKnown?.verdict, 'ok');
    assert.match(renderPhrase(run.score.unjudged!.sentence), /No frontend has answered since/);
  });

  it('keeps a problem open, unverified, when the right to see it is lost', () => {
    const run = after(6 * minute, kill(sharedNothing(4), 'be-4'));
    const denied = unknown('denied', run.now);
    const blind = sharedNothing(4, { over: { backends: denied, computeNodes: denied } });
    run.for(30 * minute, blind);
    assert.deepEqual([run.points, run.verdict], ['denied', 'unknown']);
    const problem = run.problem('node.down');
    assert.deepEqual([problem?.state, problem?.points], ['unverified', 35]);
    run.for(31 * minute);
    assert.equal(run.problem('node.down'), undefined);
  });

  it('takes 10 more for a fullest tablet of 450 of 1000 versions', () => {
    const full = { 'be-1': { 'be.versions': 450 } };
    const run = after(10 * minute, kill(sharedNothing(4, { nodeSeries: full }), 'be-4'));
    expect(run, 55, 'critical');
    assert.match(
      renderPhrase(run.problem('compaction.pressure')!.evidence),
      /450 of 1,000 versions/,
    );
  });

  it('takes 60 for a disk of 96 % with 60 GiB left', () => {
    const run = after(10 * minute, withDisk({ total: 1536 * gib, avail: 60 * gib }));
    expect(run, 40, 'critical');
    assert.match(renderPhrase(run.problem('disk.full')!.evidence), /\/data is 96.* full, 60/);
  });

  it('is not at the limits with 92 % and 3 TB free: a warning while the days are unknown', () => {
    const tb = 1024 * gib;
    const run = after(10 * minute, withDisk({ total: 37.5 * tb, avail: 3 * tb }));
    expect(run, 95, 'warning');
  });

  const follower = (entries: number, pace: number) =>
    sharedNothing(4, {
      frontends: [
        frontend(1, { replayedJournalId: 100_000 }),
        frontend(2, { replayedJournalId: 100_000 - entries }),
        frontend(3, { replayedJournalId: 100_000 }),
      ],
      series: { 'journal.write': pace },
    });

  it('finds a follower of 60 s in time, and one of 600 s far behind', () => {
    expect(after(5 * minute, follower(12_000, 200)), 100, 'ok');
    const run = after(5 * minute, follower(12_000, 20));
    expect(run, 80, 'critical');
    assert.equal(run.problem('fe.replay')?.subject, 'fe:fe-2:9010');
    assert.match(
      renderPhrase(run.problem('fe.replay')!.evidence),
      /12,000 entries behind, about 10 m/,
    );
  });

  it('keeps the window of query rules over the counter reset of one FE', () => {
    const run = after(10 * minute, sharedNothing());
    const at = run.now + 30_000;
    const partial = { have: 2, of: 3, missing: ['fe:fe-2:9010'] };
    const reset = (value: number) => ({
      ...got(value, at, 'feMetrics'),
      bound: 'lower' as const,
      coverage: partial,
    });
    run.round(
      sharedNothing(4, {
        series: {
          'query.qps': reset(60),
          'query.err_internal': reset(0),
          'query.err_timeout': reset(0),
        },
      }),
    );
    expect(run, 100, 'ok');
    assert.equal(run.state.rules['query.errors']?.judged, true);
  });
});
