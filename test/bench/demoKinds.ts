import { PROFILES } from '../../src/demo/profiles/profiles';
import type { DemoMode } from '../../src/demo/truth';

export type DemoKind = { readonly profile: string; readonly mode: DemoMode };

/** Every StarRocks the demo cluster can play, in every mode; the last profile is none. */
export const demoKinds: readonly DemoKind[] = PROFILES.filter(({ id }) => id !== 'doris').flatMap(
  ({ id, modes }) => modes.map((mode) => ({ profile: id, mode })),
);
