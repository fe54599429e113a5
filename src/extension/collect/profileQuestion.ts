import type { QueryProfile, QueryProfileQuery } from '../../shared/model/queryProfile';
import { phrase } from '../../shared/phrase';
import { secondMs } from '../../shared/time';
import type { LaneChoice } from '../starrocks/lanePool';
import { absent, whyNotAsked, type DocumentParts } from './documentQuestion';
import type { LiveState } from './liveState';

const deadlineMs = 10 * secondMs;

/** Asks the FE that ran a query for its profile, or each where that is not known; changes nothing. */
export async function askProfile(
  parts: DocumentParts,
  { queryId, frontend }: QueryProfileQuery,
): Promise<QueryProfile> {
  const why = whyNotAsked('profile', parts);
  if (why !== undefined) {
    return absent(why);
  }
  const { live, asker, signal } = parts;
  const lanes = lanesTo(live, frontend);
  if (lanes.length === 0) {
    return absent(phrase('profile.why.frontend', { frontend: frontend ?? '' }));
  }
  const answers = await Promise.all(
    lanes.map((lane) => asker.askProfile(queryId, lane, deadlineMs, signal)),
  );
  const text = answers
    .map((answer) => (answer.ok ? answer.value : null))
    .find((each) => each !== null);
  if (text !== undefined) {
    return { found: true, text };
  }
  const failed = answers.find((answer) => !answer.ok);
  if (failed?.ok === false) {
    const { via = '', message } = failed;
    return absent(phrase('profile.why.failed', { frontend: via, message }));
  }
  const asked = answers.map(({ via = '' }) => via).join(', ');
  return absent(phrase('profile.why.absent', { frontends: asked }));
}

/** Where FEs cannot be listed, the one that answers us is asked. */
function lanesTo(live: LiveState, frontend: string | null): readonly LaneChoice[] {
  const list = live.lastAnswer('frontends');
  if (list === undefined) {
    return ['connected'];
  }
  return list
    .filter(({ host, name }) => frontend === null || host === frontend || name === frontend)
    .flatMap(({ host, queryPort, alive }) =>
      queryPort === null || alive === false ? [] : [{ frontend: { host, port: queryPort } }],
    );
}
