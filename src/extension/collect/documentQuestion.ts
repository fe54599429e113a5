import { phrase, type Phrase } from '../../shared/phrase';
import { isAtLeast, releaseOf } from '../starrocks/release';
import type { Asker } from './asker';
import type { LiveState } from './liveState';

/** What a question needs that a person puts for one document, outside of the rounds. */
export type DocumentParts = {
  readonly live: LiveState;
  readonly asker: Asker;
  readonly signal: AbortSignal;
  /** No SELECT may be sent: it could keep a warehouse awake. */
  readonly quiet: boolean;
};

/** Why there is nothing to ask this cluster for: both kinds came with 3.0. Undefined = it may be asked. */
export function whyNotAsked(
  document: 'profile' | 'loadErrors',
  { live, quiet }: DocumentParts,
): Phrase | undefined {
  const version = live.lastAnswer('capabilities')?.version ?? null;
  if (isAtLeast(releaseOf(version), [3, 0]) === false) {
    return phrase(`${document}.why.version`, { version: version ?? '' });
  }
  return quiet ? phrase(`${document}.why.quiet`) : undefined;
}

export const absent = (why: Phrase) => ({ found: false, why }) as const;
