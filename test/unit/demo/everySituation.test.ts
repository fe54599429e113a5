import assert from 'node:assert/strict';
import type { Situation } from '../../../src/demo/state/situation';
import { PROFILE_40 } from '../../../src/demo/profiles/v40';
import { advance, connect, FOLLOWER, get, rows, startManual, truthOf } from './client';

const SITUATIONS: Readonly<Record<string, Situation>> = {
  'with hostile names': { hostileNames: true },
  empty: { empty: true },
  'with five FEs, one behind, and strange columns': {
    frontends: 5,
    laggingFollower: true,
    unknownColumns: true,
  },
  'with its first FE dead': { firstFrontendDead: true },
};

const PROCS = [
  '/',
  '/backends',
  '/brokers',
  '/compactions',
  '/compute_nodes',
  '/current_queries',
  '/dbs',
  '/frontends',
  '/global_current_queries',
  '/jobs',
  '/routine_loads',
  '/statistic',
  '/tasks',
  '/transactions',
];

describe('a demo cluster in any situation', () => {
  for (const mode of ['shared_data', 'shared_nothing', 'mixed'] as const) {
    for (const [words, situation] of Object.entries(SITUATIONS)) {
      it(`${words}, ${mode}: answers every statement and metric, and nothing with "simulator"`, async () => {
        const cluster = await startManual({ mode, situation });
        try {
          await advance(cluster.info, 90_000);
          const connection = await connect(cluster.info, FOLLOWER, 'root');
          const asked = [
            'SHOW FRONTENDS',
            'SHOW BACKENDS',
            'SHOW COMPUTE NODES',
            'SHOW BROKER',
            'SHOW FULL PROCESSLIST',
            'SHOW DATABASES',
            'SHOW RESOURCE GROUPS ALL',
            'ADMIN SHOW FRONTEND CONFIG',
            ...PROCS.map((path) => `SHOW PROC '${path}'`),
            ...Object.keys(PROFILE_40.tables).map(
              (table) => `SELECT * FROM information_schema.${table} WHERE 1 = 1`,
            ),
          ];
          for (const sql of asked) {
            await rows(connection, sql).catch((error: unknown) => {
              assert.doesNotMatch(String(error), /simulator/, sql);
              assert.fail(`${sql}: ${String(error)}`);
            });
          }
          connection.destroy();
          const { frontends, backends, computeNodes } = await truthOf(cluster.info);
          const up = [...frontends, ...backends, ...computeNodes].filter((node) => node.running);
          for (const node of up) {
            const { body } = await get(cluster.info, node.host, node.httpPort, '/metrics');
            assert.match(body, /^(starrocks_|jvm_)/m, node.host);
          }
          const past = await fetch(`${cluster.info.control}/past?hours=1`);
          assert.ok((await past.text()).split('\n').length > 1);
        } finally {
          await cluster.stop();
        }
      });
    }
  }
});
