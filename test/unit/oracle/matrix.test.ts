/** What may be seen of every kind of cluster, over every way in, by every kind of user. */
import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import type { DemoCluster } from '../../../src/demo/demoCluster';
import { startDemoCluster } from '../../../src/demo/demoCluster';
import { PROFILES } from '../../../src/demo/profiles/profiles';
import { renderPhrase } from '../../../src/shared/format';
import { blockedBy, httpCases, type HttpCase } from '../../oracle/access';
import { ControlPort } from '../../oracle/controlPort';
import { compareOverview } from '../../oracle/expectOverview';
import { modelFields } from '../../oracle/fieldCount';
import { unnoted } from '../../oracle/readingsIn';
import { Chain } from './support/chain';

/** The least after which there are rates, and after which a node that nobody measures is a problem. */
const rounds = 3;

/** Everything; what a monitor needs; a right to list nodes; nothing. */
const users = ['root', 'monitor', 'node_only', 'nobody'] as const;

/** Everything, but of the tables only those of one database. */
const partialUser = 'sales_only';

const begin = Date.UTC(2026, 2, 3, 2, 0, 0);

/** Doris is none of ours: the connection test refuses it. */
const profiles = PROFILES.filter(({ metrics }) => metrics.prefix === 'starrocks');

describe('every field is true of every kind of cluster, access to HTTP and user', function () {
  this.timeout(240_000);
  const total = { combinations: 0, comparisons: 0, known: new Set<string>() };

  for (const profile of profiles) {
    for (const mode of profile.modes) {
      describe(`${profile.id} ${mode}`, () => {
        let demo: DemoCluster;

        before(async () => {
          const options = { manualClock: true, now: begin, profile: profile.id, mode };
          demo = await startDemoCluster(options);
        });

        after(async () => {
          await demo.stop();
        });

        it(`HTTP open, ${partialUser}`, () => check({ demo, http: 'open', user: partialUser }));

        for (const http of httpCases) {
          for (const user of users) {
            it(`HTTP ${http}, ${user}`, () => check({ demo, http, user }));
          }
        }
      });
    }
  }

  async function check(combination: {
    readonly demo: DemoCluster;
    readonly http: HttpCase;
    readonly user: string;
  }): Promise<void> {
    const { demo, http, user } = combination;
    const control = new ControlPort(demo.info.control);
    if (http !== 'open') {
      const fault = { kind: 'httpClosed', alsoNodes: http === 'closed to the BEs too' } as const;
      await control.disturb({ fault, target: { node: '*' } });
    }
    const chain = await Chain.start({ demo, user, visible: true });
    try {
      const truth = await control.truth();
      for (const [key, why] of blockedBy({ user, http }, truth)) {
        chain.expectBlocked([key], why, 'from the beginning');
      }
      await chain.rounds(rounds);
      const { overview, situation } = await chain.overview();
      const result = compareOverview(overview, situation, (phrase) => renderPhrase(phrase));
      assert.deepEqual(result.mismatches, []);
      assert.deepEqual(
        Object.entries(overview.modules).flatMap(([id, module]) => unnoted(module, id)),
        [],
      );
      total.combinations += 1;
      total.comparisons += result.compared.size + result.unknown.size;
      result.compared.forEach((field) => total.known.add(field));
    } finally {
      await chain.stop();
      await control.clearFaults();
    }
  }

  after(() => {
    const fields = modelFields(path.resolve(__dirname, '../../..'));
    const { combinations, comparisons, known } = total;
    console.log(
      `    ${combinations} combinations, ${comparisons} comparisons; known in one of them ` +
        `${fields.filter((field) => known.has(field)).length} of ${fields.length} fields`,
    );
  });
});
