/** What `CompactionStats` says of the BEs of a shared-nothing cluster (semantics 4.2; metrics K.3). */
import type { ComputeNodeState } from '../../src/demo/truthNodes';
import type { CompactionKind, CompactionTally } from '../../src/demo/truthStorage';
import { COMPACTION_KINDS } from '../../src/demo/truthStorage';
import { nodeCounter } from './computeFigures';
import type { Expectation } from './expectation';
import { anyOf, exact, fields, known, oneOf, unknown, within } from './expectation';
import type { Combined, Figure } from './figures';
import { combinedReading, computeGauge, figureReading, rate, sumOf } from './figures';
import { point } from './interval';
import type { Judgement } from './rules';
import { isSharedNothing } from './ruleShape';
import type { Situation } from './situation';
import {
  computeId,
  computeIn,
  computesSeen,
  metaOf,
  runModeTold,
  seen,
  whyNoRunMode,
  whyUnlisted,
} from './situation';
import { eachBackend, localFailures, versionLimitOf } from './storageRuleTable';
import { expectWorst } from './worstNode';

const none = unknown('not-applicable');

/** The fullest tablet of a node's storage, as it last counted them. */
export const versionsGauge = (situation: Situation, node: string): Figure =>
  computeGauge(situation, node, ({ storage }) => storage?.reported.maxRowsets);

export const runningGauge = (situation: Situation, node: string): Figure =>
  computeGauge(situation, node, ({ storage }) => storage?.running.length);

const waitingGauge = (situation: Situation, node: string): Figure =>
  computeGauge(situation, node, ({ storage }) =>
    storage === null
      ? undefined
      : storage.tallies.base.waiting + storage.tallies.cumulative.waiting,
  );

/** Tasks that run on the BEs. */
export const localRunning = (situation: Situation): Combined =>
  sumOf(eachBackend(situation, (node) => runningGauge(situation, node)));

export const localWaiting = (situation: Situation): Combined =>
  sumOf(eachBackend(situation, (node) => waitingGauge(situation, node)));

export function expectVersionMarks(situation: Situation): Expectation {
  const { max, assumed } = versionLimitOf(situation);
  return fields({
    limit: exact(max),
    info: exact(0.2 * max),
    warning: exact(0.4 * max),
    critical: exact(0.7 * max),
    assumed: exact(assumed),
  });
}

export function expectLocalCompaction(
  situation: Situation,
  judgement: Judgement,
): Readonly<Record<'versions' | 'versionMarks' | 'backends' | 'waiting', Expectation>> {
  const versionMarks = expectVersionMarks(situation);
  if (runModeTold(situation) === undefined) {
    const why = unknown(...whyNoRunMode);
    return { versions: why, versionMarks, backends: why, waiting: why };
  }
  if (!isSharedNothing(situation)) {
    return { versions: none, versionMarks, backends: none, waiting: none };
  }
  return {
    versions: expectWorst(
      situation,
      'beMetrics',
      eachBackend(situation, (node) => versionsGauge(situation, node)),
    ),
    versionMarks,
    backends: expectBackends(situation, judgement),
    waiting: combinedReading(situation, 'beMetrics', localWaiting(situation)),
  };
}

/** Tasks that failed, per second. */
export const expectLocalFailures = (situation: Situation): Expectation =>
  combinedReading(situation, 'beMetrics', localFailures(situation));

function expectBackends(situation: Situation, judgement: Judgement): Expectation {
  const answer = seen(situation, 'backends');
  const list = (computesSeen(situation) ?? []).filter(({ node }) => node.kind === 'BE');
  if (!answer.ok) {
    return unknown(answer.why, ...whyUnlisted(situation));
  }
  return {
    kind: 'rows',
    meta: metaOf(situation, 'backends', answer.sight),
    rows: list.map(({ node }) => expectBackend(situation, judgement, node)),
    ids: list.map(({ node }) => computeId(node)),
    idOf: (row) => String(row['node']),
  };
}

function expectBackend(
  situation: Situation,
  judgement: Judgement,
  node: ComputeNodeState,
): Expectation {
  const id = computeId(node);
  const metric = (figure: Figure): Expectation =>
    node.alive ? figureReading(situation, 'beMetrics', figure) : unknown('node-down');
  const ofKind = (kind: CompactionKind): Expectation => {
    const gauge = (pick: (tally: CompactionTally) => number): Expectation =>
      metric(
        computeGauge(situation, id, ({ storage }) =>
          storage === null ? undefined : pick(storage.tallies[kind]),
        ),
      );
    const perSecond = (pick: (tally: CompactionTally) => number): Expectation =>
      metric(
        rate(
          situation,
          'beMetrics',
          id,
          nodeCounter(id, ({ storage }) => (storage === null ? NaN : pick(storage.tallies[kind]))),
          { stepMs: Math.max(30_000, situation.intervalMs) },
        ),
      );
    return fields({
      score: gauge(({ lastScore }) => lastScore),
      running: metric(
        computeGauge(
          situation,
          id,
          ({ storage }) => storage?.running.filter((task) => task.kind === kind).length,
        ),
      ),
      waiting: kind === 'update' ? none : gauge(({ waiting }) => waiting),
      bytesPerSecond: perSecond(({ bytes }) => bytes),
      deltasPerSecond: perSecond(({ deltas }) => deltas),
      failuresPerSecond: perSecond(({ failures }) => failures),
    });
  };
  const versions = versionsGauge(situation, id);
  return fields({
    node: exact(id),
    host: exact(node.host),
    level:
      node.alive && versions.ok
        ? levelOf(situation, judgement, id, versions.range)
        : exact('unknown'),
    versions: metric(versions),
    ...expectLimit(situation, id),
    candidates: listed(situation, id, ({ base, cumulative }) => base.waiting + cumulative.waiting),
    candidateScore: listed(situation, id, ({ base, cumulative }) =>
      Math.max(base.lastScore, cumulative.lastScore),
    ),
    kinds: fields(Object.fromEntries(COMPACTION_KINDS.map((kind) => [kind, ofKind(kind)]))),
  });
}

/** A BE that was dead when they were read has no settings in the answer: its limit is assumed. */
function expectLimit(
  situation: Situation,
  id: string,
): Readonly<Record<'versionLimit' | 'versionLimitAssumed', Expectation>> {
  const answer = seen(situation, 'beConfig');
  const state = answer.ok ? answer.sight.states.at(-1) : undefined;
  const isRead = state !== undefined && computeIn(state, id)?.alive === true;
  return {
    versionLimit: exact(isRead ? versionLimitOf(situation).max : 1000),
    versionLimitAssumed: exact(!isRead || versionLimitOf(situation).assumed),
  };
}

/** ≤ 0.2 M is ok, ≤ 0.4 M info; above as the rule judges it once it lasts. */
function levelOf(
  situation: Situation,
  judgement: Judgement,
  id: string,
  range: { readonly lo: number; readonly hi: number },
): Expectation {
  const open = judgement.problems.find(
    ({ rule, subject, state }) =>
      rule === 'compaction.pressure' && subject === id && state !== 'held',
  );
  const { max } = versionLimitOf(situation);
  return open !== undefined
    ? exact(open.level)
    : range.hi <= 0.2 * max
      ? exact('ok')
      : range.lo > 0.2 * max
        ? exact('info')
        : oneOf(['ok', 'info']);
}

/** A cell of be_compactions: every BE that is alive is in it. */
function listed(
  situation: Situation,
  id: string,
  pick: (tallies: Readonly<Record<CompactionKind, CompactionTally>>) => number,
): Expectation {
  const answer = seen(situation, 'localCompactions');
  if (!answer.ok) {
    return unknown(answer.why);
  }
  return anyOf(
    answer.sight.states.map((state) => {
      const node = computeIn(state, id);
      return node?.alive !== true || node.storage === null
        ? unknown('node-down')
        : known(within(point(pick(node.storage.tallies))), {
            ...metaOf(situation, 'localCompactions', answer.sight),
          });
    }),
  );
}
