import type { LoadErrors, LoadErrorsQuery } from '../../shared/model/loadErrors';
import { phrase } from '../../shared/phrase';
import { secondMs } from '../../shared/time';
import { absent, whyNotAsked, type DocumentParts } from './documentQuestion';

/** The node that answers reads the logs of others over HTTP. */
const deadlineMs = 20 * secondMs;

/** Asks the cluster which rows a load rejected; changes nothing, and follows no address. */
export async function askLoadErrors(
  parts: DocumentParts,
  { loadId }: LoadErrorsQuery,
): Promise<LoadErrors> {
  const why = whyNotAsked('loadErrors', parts);
  if (why !== undefined) {
    return absent(why);
  }
  const { asker, signal } = parts;
  const answer = await asker.askLoadErrors(loadId, deadlineMs, signal);
  if (!answer.ok) {
    const { via = '', message } = answer;
    return absent(phrase('profile.why.failed', { frontend: via, message }));
  }
  return answer.value === null
    ? absent(phrase('loadErrors.why.absent'))
    : { found: true, ...answer.value };
}
