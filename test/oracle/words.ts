/**
 * Words that the version nobody knows yet uses instead of the known ones, by column. They are made up,
 * so no documentation tells them: whoever reads them must show them, and conclude nothing.
 */
import type { Situation } from './situation';
import { versionSeen } from './versions';

const made = {
  Role: { FOLLOWER: 'VOTER' },
  Command: { Query: 'Vector Query' },
  STATE: { LOADING: 'STREAMING', RUNNING: 'ORBITING' },
  LAST_REFRESH_STATE: { SUCCESS: 'DISTILLED' },
} as const;

/** As the cluster says it. */
export function wordOf(situation: Situation, column: keyof typeof made, word: string): string {
  const words: Readonly<Record<string, string>> = made[column];
  return /^\d/.test(versionSeen(situation)) ? word : (words[word] ?? word);
}
