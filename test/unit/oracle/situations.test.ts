import * as assert from 'node:assert/strict';
import { renderPhrase } from '../../../src/shared/format';
import { Chain } from './support/chain';
import { assertTrue } from './support/compared';
import type { Worked } from './support/workedSituations';
import {
  fromTheTable,
  sharedNothingFromTheTable,
  situationsOfOurOwn,
} from './support/workedSituations';

describe('score and verdict', function () {
  this.timeout(90_000);
  let chain: Chain | undefined;

  afterEach(async () => {
    await chain?.stop();
    chain = undefined;
  });

  const check = async (worked: Worked): Promise<void> => {
    const cluster = (chain = await Chain.start(worked.options));
    for (const step of worked.steps) {
      await step(cluster);
    }
    const { overview } = await cluster.overview();
    const health = overview.modules.health;
    assert.ok(health?.known === true, `health is ${JSON.stringify(health)}`);
    const { verdict, score, deductions, problems } = health.value;
    const told = problems
      .map(({ title, evidence }) => `${renderPhrase(title)}: ${renderPhrase(evidence)}`)
      .join('\n');
    assert.deepEqual(
      {
        verdict,
        score: score.known ? score.value : null,
        deductions: Object.fromEntries(deductions.map(({ rule, points }) => [rule, points])),
      },
      { verdict: worked.verdict, score: worked.score, deductions: worked.deductions },
      JSON.stringify(problems, null, 1),
    );
    if (worked.problems !== undefined) {
      assert.deepEqual(
        problems.map(({ rule, subject, state }) => `${rule} ${String(subject)} ${state}`),
        worked.problems,
      );
    }
    if (worked.says !== undefined) {
      assert.match(told, worked.says);
    }
    if (worked.saysNot !== undefined) {
      assert.doesNotMatch(told, worked.saysNot);
    }
    worked.also?.(health.value);
    if (worked.judgedByTable !== true) {
      await assertTrue(cluster);
    }
  };

  describe('in the worked situations of shared-nothing', () => {
    for (const worked of sharedNothingFromTheTable) {
      it(worked.name, () => check(worked));
    }
  });

  describe('in the worked situations', () => {
    for (const worked of fromTheTable) {
      it(worked.name, () => check(worked));
    }
  });

  describe('in situations of our own', () => {
    for (const worked of situationsOfOurOwn) {
      it(worked.name, () => check(worked));
    }
  });
});
