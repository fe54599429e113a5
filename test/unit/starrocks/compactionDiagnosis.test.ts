import assert from 'node:assert/strict';
import type { DemoCluster } from '../../../src/demo/demoCluster';
import { compactionDiagnosis } from '../../../src/extension/starrocks/compactionDiagnosis';
import type { CompactionAdvice } from '../../../src/shared/model/compactionAdvice';
import type { CompactionStats } from '../../../src/shared/model/compactionStats';
import { phrase } from '../../../src/shared/phrase';
import { known, unknown, type Rows } from '../../../src/shared/reading';
import { connect, LEADER, rows, startManual } from '../demo/client';

const at = Date.UTC(2026, 5, 24, 3, 30, 0);
const got = <T>(value: T) => known(value, { observedAt: at, source: 'partitions' });
const table = <R>(...list: readonly R[]): Rows<R> =>
  got({ rows: list, total: list.length, truncated: false });
const none = unknown('not-applicable', at);

const stats = (over: Partial<CompactionStats> = {}): CompactionStats => ({
  runMode: got('shared_data'),
  score: got(640),
  level: 'critical',
  marks: {
    selectorMin: 10,
    slowdown: 100,
    slowdownEnabled: true,
    critical: 500,
    upperBound: 2000,
    assumed: false,
  },
  partitions: table(),
  partitionsOver: got(0),
  partitionsSeen: got(0),
  versions: none,
  versionMarks: { limit: 1000, info: 200, warning: 400, critical: 700, assumed: false },
  backends: none,
  running: got(0),
  waiting: none,
  failedPerSecond: got(0),
  finished: got(0),
  failed: got(0),
  successRate: none,
  tasks: table(),
  maxTasks: got(48),
  advice: [],
  ...over,
});

const nasty = 'o`r\n; DROP TABLE x; -- "*/\'\\\u2028😀';

const partition = {
  database: nasty,
  table: nasty,
  partition: nasty,
  partitionId: '7',
  average: 40,
  p50: 30,
  max: 640,
};

const running = {
  table: nasty,
  partitionId: '7',
  txnId: '4711',
  state: 'running',
  startedAt: at - 60_000,
  committedAt: null,
  finishedAt: null,
  error: null,
  profile: null,
} as const;

const threads: CompactionAdvice = {
  sign: 'saturated',
  evidence: phrase('compaction.sign.saturated', { n: 48, score: 640 }),
  action: phrase('compaction.action.saturated'),
  setting: {
    role: 'be',
    key: 'compact_threads',
    changes: [{ backend: '10001', present: '4', suggested: '8' }],
  },
};

const text = (over: Partial<CompactionStats> = {}): string =>
  compactionDiagnosis({ cluster: 'prod', at, stats: stats(over), locale: 'en' });

/** What a client would send of the document. */
const statementsOf = (document: string): readonly string[] =>
  document
    .split('\n')
    .filter((line) => !line.startsWith('--'))
    .join('\n')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');

describe('the document of Diagnose Compaction', function () {
  this.timeout(30_000);
  let cluster: DemoCluster | undefined;

  afterEach(async () => {
    await cluster?.stop();
    cluster = undefined;
  });

  for (const mode of ['shared_data', 'shared_nothing'] as const) {
    it(`holds only statements that a ${mode} cluster answers`, async () => {
      cluster = await startManual({ mode });
      const connection = await connect(cluster.info, LEADER);
      const statements = statementsOf(
        text({ runMode: got(mode), partitions: table(partition), tasks: table(running) }),
      );

      assert.equal(statements.length, mode === 'shared_data' ? 5 : 4);
      for (const statement of statements) {
        assert.match(statement, /^(SELECT|SHOW|ADMIN SHOW) /);
        await rows(connection, statement);
      }
      connection.destroy();
    });
  }

  it('asks for the parts of the task that has run longest', () => {
    const later = { ...running, txnId: '4712', startedAt: at };
    assert.match(text({ tasks: table(later, running) }), /WHERE TXN_ID = 4711 ORDER BY PROGRESS;/);
  });

  it('has each change with its undo, as a comment', () => {
    const lines = text({ advice: [threads] }).split('\n');
    const update = 'UPDATE information_schema.be_configs SET VALUE =';
    const where = "WHERE NAME = 'compact_threads' AND BE_ID = 10001;";
    assert.ok(lines.includes(`-- ${update} '8' ${where}`));
    assert.ok(lines.includes(`-- undo: ${update} '4' ${where}`));
  });

  it('lets no name of the cluster out of the comment it stands in', () => {
    const document = text({
      partitions: table(partition),
      tasks: table(running),
      advice: [
        {
          ...threads,
          evidence: phrase('compaction.sign.failing', { partition: nasty, n: 2, error: nasty }),
        },
      ],
    });
    assert.doesNotMatch(document, /\u2028/);
    assert.ok(
      statementsOf(document).every((statement) => !/DROP|ALTER|UPDATE|SET/.test(statement)),
    );
  });

  it('says why the score is not known', () => {
    assert.match(text({ score: unknown('denied', at) }), /^-- The score is not known: /m);
  });
});
