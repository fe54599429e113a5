import assert from 'node:assert/strict';
import type { Situation } from '../../../src/demo/state/situation';
import { profileOf } from '../../../src/demo/profiles/profiles';
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

describe('a demo cluster in any situation', () => {
  const clusters = ['4.0', '3.2']
    .map(profileOf)
    .flatMap((profile) => profile.modes.map((mode) => ({ profile, mode })));
  for (const { profile, mode } of clusters) {
    for (const [words, situation] of Object.entries(SITUATIONS)) {
      it(`${words}, ${profile.id} ${mode}: answers every statement and metric`, async () => {
        const cluster = await startManual({ profile: profile.id, mode, situation });
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
            ...profile.procPaths
              // Shared-nothing has none.
              .filter((path) => path !== 'warehouses')
              .map((path) => `SHOW PROC '/${path}'`),
            // The logs are told of one load alone.
            ...Object.keys(profile.tables).map(
              (table) =>
                `SELECT * FROM information_schema.${table} WHERE ${table === 'load_tracking_logs' ? 'job_id = 1' : '1 = 1'}`,
            ),
          ];
          for (const sql of asked) {
            await rows(connection, sql).catch((error: unknown) => {
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
