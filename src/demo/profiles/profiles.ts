/** The StarRocks versions the simulator can play. */
import type { Profile } from './profile';
import { PROFILE_32 } from './v32';
import { PROFILE_40 } from './v40';

export const PROFILES: readonly Profile[] = [PROFILE_40, PROFILE_32];

/** Throws for a profile nobody wrote. */
export function profileOf(id: string): Profile {
  const profile = PROFILES.find((candidate) => candidate.id === id);
  if (profile === undefined) {
    throw new Error(`No such profile: ${id} (there are: ${PROFILES.map((p) => p.id).join(', ')})`);
  }
  return profile;
}
