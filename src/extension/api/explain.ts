import type { Explanation } from '../../shared/api';
import type { NodeId, SourceId } from '../../shared/ids';
import type { LiveState } from '../collect/liveState';
import type { Observation } from '../collect/observation';
import { answerText } from './answerText';

/**
 * What a source was asked last and what it answered; of one that is asked node by node, any of them
 * stands for all while none is named. Throws while it was not asked.
 */
export function explanationOf(live: LiveState, source: SourceId, node?: NodeId): Explanation {
  const observation =
    live.newest(source, node) ?? (node === undefined ? ofAnyNode(live, source) : undefined);
  if (observation === undefined) {
    throw new Error(`${source} has not been asked yet.`);
  }
  return {
    source,
    ...(observation.node === undefined ? {} : { node: observation.node }),
    asked: observation.asked,
    form: observation.form,
    askedAt: observation.askedAt,
    tookMs: observation.tookMs,
    ...(observation.ok
      ? {
          rows: observation.rows,
          answer: answerText(observation.value),
          ...(observation.coverage === undefined ? {} : { coverage: observation.coverage }),
        }
      : { why: observation.why, message: observation.message }),
  };
}

function ofAnyNode(live: LiveState, source: SourceId): Observation<unknown> | undefined {
  const nodes = [...live.frontends(), ...live.computes()];
  const newest = nodes.flatMap(({ node }) => live.newest(source, node) ?? []);
  // One that answers says more than one that is down.
  return newest.find(({ ok }) => ok) ?? newest[0];
}
