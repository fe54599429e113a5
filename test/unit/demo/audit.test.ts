import assert from 'node:assert/strict';
import type { DemoCluster } from '../../../src/demo/demoCluster';
import type { AuditKind, EndedQuery } from '../../../src/demo/truthQueries';
import { advance, connect, failure, LEADER, row, rows, startManual, truthOf } from './client';

const table = '`starrocks_audit_db__`.`starrocks_audit_tbl__`';
const own = "left(`stmt`, 8) <> '/* mine '";

async function ended({ info }: DemoCluster): Promise<readonly EndedQuery[]> {
  const answer = await fetch(`${info.control}/queries`);
  return ((await answer.json()) as { readonly queries: readonly EndedQuery[] }).queries;
}

describe('the audit log of the demo cluster', () => {
  let cluster: DemoCluster;

  const started = async (audit?: AuditKind): Promise<DemoCluster> =>
    (cluster = await startManual({ situation: audit === undefined ? {} : { audit } }));

  afterEach(async () => {
    await cluster.stop();
  });

  it('holds each query that its counters count, once it is delivered', async () => {
    const { info } = await started('plugin');
    const before = await truthOf(info);
    await advance(info, 240_000);
    const after = await truthOf(info);
    const total = (state: typeof before) =>
      state.frontends.reduce((sum, { counters }) => sum + counters.queryTotal, 0);
    const all = await ended(cluster);
    const between = all.filter(({ startedAt, durationMs, counted }) => {
      const end = startedAt + durationMs;
      return counted && end > before.at && end <= after.at;
    });
    assert.equal(between.length, total(after) - total(before));

    const connection = await connect(info, LEADER);
    const { n } = await row(connection, `SELECT count(*) AS n FROM ${table}`);
    connection.destroy();
    assert.equal(Number(n), all.filter(({ deliveredAt }) => deliveredAt <= after.at).length);
    assert.ok(Number(n) < all.length, 'what ended last is not there yet');
  });

  it('tells starts, quantiles and failures by minute, and who asked', async () => {
    const { info } = await started('plugin');
    await advance(info, 300_000);
    const connection = await connect(info, LEADER);
    const [minute] = await rows(
      connection,
      `/* mine */ SELECT date_trunc('minute', \`timestamp\`) AS m, count(DISTINCT \`queryId\`) AS n, sum(if(\`state\` = 'ERR', 1, 0)) AS e, percentile_approx(if(\`state\` = 'ERR', NULL, \`queryTime\`), 0.5) AS p50, percentile_approx(\`queryTime\`, 0.99) AS p99 FROM ${table} WHERE \`timestamp\` >= '2026-06-24 11:30:00' AND \`isQuery\` = 1 AND ${own} GROUP BY 1 ORDER BY 1 LIMIT 1`,
    );
    connection.destroy();
    assert.equal(minute?.['m'], '2026-06-24 11:30:00');
    assert.ok(Number(minute['n']) > 500);
    assert.ok(Number(minute['p50']) < Number(minute['p99']));
  });

  it('has the columns of its generation', async () => {
    const { info } = await started('older');
    await advance(info, 120_000);
    const connection = await connect(info, LEADER);
    const fields = await rows(connection, 'DESC `doris_audit_db__`.`doris_audit_tbl__`');
    assert.ok(fields.some(({ Field }) => Field === 'query_time'));
    assert.ok(
      (await rows(connection, 'SELECT query_id FROM doris_audit_db__.doris_audit_tbl__')).length >
        0,
    );
    const error = await failure(connection.query(`DESC ${table}`));
    connection.destroy();
    assert.match(error.message, /Unknown database 'starrocks_audit_db__'/);
  });

  it('tells the tables of a query where the FE keeps it by itself', async () => {
    const { info } = await started('builtIn');
    await advance(info, 120_000);
    const connection = await connect(info, LEADER);
    const { relations } = await row(
      connection,
      `SELECT any_value(array_join(\`QueriedRelations\`, ',')) AS relations FROM ${table} WHERE \`stmt\` = 'SELECT * FROM orders WHERE id = 88123345'`,
    );
    connection.destroy();
    assert.equal(relations, 'sales.orders');
  });

  it('is refused to who may not read it, and unknown where there is none', async () => {
    const { info } = await started('plugin');
    const nobody = await connect(info, LEADER, 'nobody');
    for (const sql of [`DESC ${table}`, `SELECT 1 FROM ${table} LIMIT 1`]) {
      assert.equal((await failure(nobody.query(sql))).errno, 5203, sql);
    }
    nobody.destroy();
    await cluster.stop();
    const plain = await started();
    const monitor = await connect(plain.info, LEADER);
    const error = await failure(monitor.query(`SELECT 1 FROM ${table}`));
    monitor.destroy();
    assert.match(error.message, /Unknown database/);
  });

  it('keeps profiles of what took long, with or without an audit log', async () => {
    const { info } = await started();
    await advance(info, 15 * 60_000);
    const host = LEADER;
    const connection = await connect(info, host);
    const profiles = await rows(connection, 'SHOW PROFILELIST LIMIT 100');
    connection.destroy();
    const long = (await ended(cluster)).filter(
      ({ frontend, durationMs }) => frontend === host && durationMs >= 30_000,
    );
    assert.deepEqual(
      profiles.map(({ QueryId }) => QueryId),
      long.map(({ queryId }) => queryId).reverse(),
    );
    assert.ok(long.length > 0);
  });
});
