import type { LoadErrors, LoadErrorsQuery } from '../../shared/model/loadErrors';
import { phrase, type Phrase } from '../../shared/phrase';
import { secondMs } from '../../shared/time';
import { isAtLeast, releaseOf } from '../starrocks/release';
import type { Asker } from './asker';
import type { LiveState } from './liveState';

type Parts = {
  readonly live: LiveState;
  readonly asker: Asker;
  readonly signal: AbortSignal;
  /** No SELECT may be sent: it could keep a warehouse awake. */
  readonly quiet: boolean;
};

/** The node that answers reads the logs of others over HTTP. */
const deadlineMs = 20 * secondMs;

/** Asks the cluster which rows a load rejected; changes nothing, and follows no address. */
export async function askLoadErrors(
  { live, asker, signal, quiet }: Parts,
  { loadId }: LoadErrorsQuery,
): Promise<LoadErrors> {
  const version = live.lastAnswer('capabilities')?.version ?? null;
  if (isAtLeast(releaseOf(version), [3, 0]) === false) {
    return absent(phrase('loadErrors.why.version', { version: version ?? '' }));
  }
  if (quiet) {
    return absent(phrase('loadErrors.why.quiet'));
  }
  const answer = await asker.askLoadErrors(loadId, deadlineMs, signal);
  if (!answer.ok) {
    const { via = '', message } = answer;
    return absent(phrase('profile.why.failed', { frontend: via, message }));
  }
  return answer.value === null
    ? absent(phrase('loadErrors.why.absent'))
    : { found: true, ...answer.value };
}

const absent = (why: Phrase): LoadErrors => ({ found: false, why });
