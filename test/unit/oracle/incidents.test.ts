/** Each seeded incident is a line of health that names the culprit and says what to do next. */
import assert from 'node:assert/strict';
import { renderPhrase } from '../../../src/shared/format';
import type { Problem } from '../../../src/shared/model/problem';
import { Chain } from './support/chain';
import { incidentClusters, letHappen } from './support/incidents';

describe('an incident', function () {
  this.timeout(120_000);

  for (const cluster of incidentClusters) {
    describe(`of a ${cluster.name} cluster`, () => {
      let problems: readonly Problem[] = [];

      before(async () => {
        const chain = await Chain.start(cluster.options);
        try {
          await letHappen(chain, cluster);
          const { health } = (await chain.overview()).overview.modules;
          assert.ok(health?.known === true);
          ({ problems } = health.value);
        } finally {
          await chain.stop();
        }
      });

      for (const { name, rule, culprit } of cluster.incidents) {
        it(`is told: ${name}`, () => {
          const lines = problems.map((each) => ({
            rule: each.rule,
            line: `${renderPhrase(each.title)}: ${renderPhrase(each.evidence)}`,
            step: renderPhrase(each.nextStep.label),
          }));
          const told = lines.filter((each) => each.rule === rule);
          assert.ok(
            told.some(({ line }) => culprit.test(line)),
            JSON.stringify(lines, null, 1),
          );
          assert.ok(told.every(({ step }) => step.length > 0));
        });
      }
    });
  }
});
