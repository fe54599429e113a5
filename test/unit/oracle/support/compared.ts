import * as assert from 'node:assert/strict';
import { renderPhrase } from '../../../../src/shared/format';
import { compareOverview } from '../../../oracle/expectOverview';
import type { Chain } from './chain';

/** Fields that any comparison of this run has looked at, by path. */
export const comparedFields = { known: new Set<string>(), unknown: new Set<string>() };

/** Compares every field of every live module with the truth; throws with all differences of these. */
export async function assertTrue(chain: Chain, fields = /^/): Promise<void> {
  const { overview, situation } = await chain.overview();
  const result = compareOverview(overview, situation, (phrase) => renderPhrase(phrase));
  result.compared.forEach((field) => comparedFields.known.add(field));
  result.unknown.forEach((field) => comparedFields.unknown.add(field));
  assert.deepEqual(
    result.mismatches.filter((mismatch) => fields.test(mismatch)),
    [],
  );
}
