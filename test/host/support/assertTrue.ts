import { strict as assert } from 'node:assert';
import { renderPhrase } from '../../../src/shared/format';
import { fieldOf } from '../../oracle/compare';
import { compareOverview } from '../../oracle/expectOverview';
import type { WatchedCluster } from './watchedCluster';

/** Fields that any comparison of this run has looked at, by path. */
export const comparedFields = { known: new Set<string>(), unknown: new Set<string>() };

/**
 * Both clocks run ten times as fast here, so a busy machine moves a question by more than the oracle
 * allows for. That differs from round to round; a figure that is false is so in each.
 */
const looks = 6;

/** Compares every field of every live module with the truth; throws with what is wrong each time. */
export async function assertTrue(cluster: WatchedCluster): Promise<void> {
  let wrong = await differing(cluster);
  for (let look = 1; look < looks && wrong.length > 0; look += 1) {
    console.log(`      looks again after ${wrong.join('; ')}`);
    await cluster.rounds(1);
    const before = new Set(wrong.map(fieldOfMismatch));
    wrong = (await differing(cluster)).filter((text) => before.has(fieldOfMismatch(text)));
  }
  assert.deepEqual(wrong, []);
}

async function differing(cluster: WatchedCluster): Promise<readonly string[]> {
  const { overview, situation } = await cluster.overview();
  const result = compareOverview(overview, situation, (phrase) => renderPhrase(phrase));
  result.compared.forEach((field) => comparedFields.known.add(field));
  result.unknown.forEach((field) => comparedFields.unknown.add(field));
  return result.mismatches;
}

/** A mismatch is told as `path: problem`. */
const fieldOfMismatch = (mismatch: string): string =>
  fieldOf(mismatch.slice(0, mismatch.indexOf(': ')));
