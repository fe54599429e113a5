/** Lists of all FEs that older versions tell FE by FE: few are asked at a time. */
import type { FrontendState } from '../../src/demo/truthFrontends';
import type { ReadingMeta } from './expectation';
import type { Sight, Situation } from './situation';
import { aliveFrontends, frontendId } from './situation';
import type { Told } from './versions';
import { told } from './versions';

export type FrontendPart = {
  readonly includes: (fe: FrontendState) => boolean;
  readonly have: number;
  readonly of: number;
  readonly missing: readonly string[];
};

/** @param whole what a version tells that has the list of all FEs */
export function partOf(situation: Situation, sight: Sight, whole: Told): FrontendPart {
  if (told(situation, whole)) {
    return { includes: () => true, have: 1, of: 1, missing: [] };
  }
  const expected = aliveFrontends(situation).map(frontendId);
  const includes = (fe: FrontendState): boolean => sight.frontends.includes(frontendId(fe));
  const missing = expected.filter((node) => !sight.frontends.includes(node));
  return { includes, have: sight.frontends.length, of: expected.length, missing };
}

/** What a reading must say about the FEs that were not asked. */
export const partMeta = ({ have, of, missing }: FrontendPart): ReadingMeta =>
  missing.length === 0 ? {} : { coverage: { have, of, missing }, bound: 'lower' };
