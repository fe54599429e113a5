/** What the simulator can play: StarRocks versions, one to come, and one that is no StarRocks. */
import type { Profile } from './profile';
import { PROFILE_DORIS } from './doris';
import { PROFILE_FUTURE } from './future';
import { PROFILE_25 } from './v25';
import { PROFILE_31 } from './v31';
import { PROFILE_32 } from './v32';
import { PROFILE_33 } from './v33';
import { PROFILE_40 } from './v40';

export const PROFILES: readonly Profile[] = [
  PROFILE_40,
  PROFILE_33,
  PROFILE_32,
  PROFILE_31,
  PROFILE_25,
  PROFILE_FUTURE,
  PROFILE_DORIS,
];

/** Throws for a profile nobody wrote. */
export function profileOf(id: string): Profile {
  const profile = PROFILES.find((candidate) => candidate.id === id);
  if (profile === undefined) {
    throw new Error(`No such profile: ${id} (there are: ${PROFILES.map((p) => p.id).join(', ')})`);
  }
  return profile;
}
