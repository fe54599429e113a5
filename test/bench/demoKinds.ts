import { PROFILES } from '../../src/demo/profiles/profiles';
import type { DemoMode } from '../../src/demo/truth';

export type DemoKind = { readonly profile: string; readonly mode: DemoMode };

/** Every StarRocks the demo cluster can play; the last profile is none. */
export const starRocksProfiles = PROFILES.filter(({ id }) => id !== 'doris');

/** The same in every mode. */
export const demoKinds: readonly DemoKind[] = starRocksProfiles.flatMap(({ id, modes }) =>
  modes.map((mode) => ({ profile: id, mode })),
);
