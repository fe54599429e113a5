/** `NodeDetails` from the truth: one row per FE, BE and CN of the newest lists. */
import type { FrontendState } from '../../src/demo/truthFrontends';
import type { UnknownReason } from '../../src/shared/reading';
import type { DiskState } from '../../src/demo/truthStorage';
import { column } from './computeFigures';
import type { Expectation } from './expectation';
import { anyOf, exact, fields, known, list, oneOf, unknown, within } from './expectation';
import { drainSeen } from './drainSeen';
import { expectConfiguration } from './expectConfiguration';
import { fullest, worstPathPct } from './expectDisks';
import { runningGauge, versionsGauge } from './expectLocalCompaction';
import type { Figure } from './figures';
import { figureReading, frontendGauge } from './figures';
import { counterRate, foreignConnections, heapPct, quantile, replayLag } from './frontendFigures';
import { startsSeen, journalRates } from './frontendRuleTable';
import { average, divide, point, scale, widen } from './interval';
import { cpuText, memText } from './expectResources';
import type { Judgement } from './rules';
import { isSharedNothing } from './ruleShape';
import type { ListedNode, Sight, Situation } from './situation';
import {
  aliveFrontends,
  answersSql,
  arrival,
  computeId,
  computeIn,
  computesSeen,
  frontendId,
  frontendsSeen,
  lateMs,
  metaOf,
  seen,
  sightsOf,
  toldTime,
  whyUnlisted,
} from './situation';
import { told } from './versions';
import { percentText, sizeWith1Decimal } from './wireRounding';
import { wordOf } from './words';

/** A clock tells whole seconds, and is taken for ours below two of them. */
const clockSlackMs = 3_000;

export function expectNodes(situation: Situation, judgement: Judgement): Expectation {
  return fields({
    frontends: expectFrontends(situation, judgement),
    compute: expectComputes(situation, judgement),
    deadBrokers: expectDeadBrokers(situation),
    configuration: expectConfiguration(situation),
  });
}

function expectFrontends(situation: Situation, judgement: Judgement): Expectation {
  const answer = seen(situation, 'frontends');
  const rows = frontendsSeen(situation);
  if (!answer.ok || rows === undefined) {
    return unknown(answer.ok ? 'not-collected-yet' : answer.why);
  }
  return {
    kind: 'rows',
    meta: metaOf(situation, 'frontends', answer.sight),
    rows: rows.map((fe) => expectFrontend(situation, judgement, answer.sight, fe)),
    ids: rows.map(frontendId),
    idOf: (row) => String(row['node']),
  };
}

function expectFrontend(
  situation: Situation,
  judgement: Judgement,
  sight: Sight,
  fe: FrontendState,
): Expectation {
  const node = frontendId(fe);
  const answers = answersSql(situation, node);
  const down: Figure = { ok: false, why: answers ? 'unreachable' : 'node-down' };
  const figure = (measure: (s: Situation, id: string) => Figure): Figure =>
    fe.alive ? measure(situation, node) : down;
  const measured = seen(situation, 'feMetrics', node).ok;
  const metric = (measure: (s: Situation, id: string) => Figure): Expectation =>
    figureReading(situation, 'feMetrics', figure(measure));
  return fields({
    node: exact(node),
    host: exact(fe.host),
    role: exact(wordOf(situation, 'Role', fe.role)),
    state: exact(fe.alive ? (measured ? 'up' : 'partial') : answers ? 'no-heartbeat' : 'down'),
    verdict: verdictOf(judgement, node, fe.alive, measured),
    // A dead FE's row says the word NULL where the leader has not kept its version.
    version: fe.alive ? exact(fe.version) : oneOf([fe.version, null]),
    startedAt: fe.alive ? startTime(situation, sight, fe.startedAt) : exact(null),
    lastHeartbeatAt: heartbeat(situation, sight, (state) =>
      state.frontends.find((row) => frontendId(row) === node),
    ),
    error: exact(fe.errMsg === '' ? null : fe.errMsg),
    heapPct: metric(heapPct),
    connections: metric(foreignConnections),
    qps: metric((s, id) => counterRate(s, id, 'queryTotal')),
    p99: metric((s, id) => quantile(s, id, 'p99')),
    replayLag: figureReading(situation, 'frontends', figure(replayLag)),
    replayLagMs: expectLagInTime(situation, figure(replayLag)),
    imageAgeMs: fe.alive ? expectImageAge(situation, node) : unknown(down.why),
    restarts: expectRestarts(situation, node),
  });
}

/** Over HTTP alone, of FEs that let us in there; clocks are told apart to two seconds. */
function expectImageAge(situation: Situation, node: string): Expectation {
  const metrics = seen(situation, 'feMetrics', node);
  const clock = seen(situation, 'clock');
  const answer = seen(situation, 'imageAge', node);
  if (!metrics.ok || metrics.sight.bySql === true) {
    return unknown(metrics.ok ? 'not-applicable' : metrics.why);
  }
  if (!answer.ok) {
    return unknown(answer.why);
  }
  // What the clock told last holds on.
  if (!clock.ok && sightsOf(situation, 'clock').length === 0) {
    return unknown(clock.why);
  }
  const { sight } = answer;
  const slack = clockSlackMs + (situation.jitterMs === 0 ? 0 : situation.jitterMs + lateMs);
  return anyOf(
    sight.states.flatMap((state) => {
      const fe = state.frontends.find((each) => frontendId(each) === node);
      const age = sight.at - Number(fe?.imageAt);
      return fe === undefined
        ? []
        : [known(within(widen(point(Math.max(0, age)), slack)), { source: ['imageAge'] })];
    }),
  );
}

function expectComputes(situation: Situation, judgement: Judgement): Expectation {
  const nodes = computesSeen(situation);
  const first = nodes?.[0];
  if (nodes === undefined || first === undefined) {
    return unknown(...whyUnlisted(situation));
  }
  return {
    kind: 'rows',
    meta: { ...metaOf(situation, ['backends', 'computeNodes'], first.sight), bound: null },
    rows: nodes.map((listed) => expectCompute(situation, judgement, listed)),
    ids: nodes.map(({ node }) => computeId(node)),
    idOf: (row) => String(row['node']),
  };
}

function expectCompute(
  situation: Situation,
  judgement: Judgement,
  listed: ListedNode,
): Expectation {
  const { node, sight } = listed;
  const id = computeId(node);
  const measured = seen(situation, 'beMetrics', id).ok;
  // SHOW COMPUTE NODES tells tablets in shared-data only, and in new versions.
  const hasNoTabletColumn =
    node.kind === 'CN' &&
    (isSharedNothing(situation) || !told(situation, 'computeNodes.TabletNum'));
  const usage = (range: Parameters<typeof column>[2]): Expectation =>
    figureReading(
      situation,
      ['backends', 'computeNodes'],
      node.alive ? column(situation, id, range) : { ok: false, why: 'node-down' },
    );
  return fields({
    node: exact(id),
    host: exact(node.host),
    role: exact(node.kind.toLowerCase()),
    state: exact(
      !node.alive ? 'down' : node.decommissioned ? 'decommissioning' : measured ? 'up' : 'partial',
    ),
    verdict: verdictOf(judgement, id, node.alive, true),
    version: exact(node.version),
    startedAt: startTime(situation, sight, node.startedAt),
    lastHeartbeatAt: heartbeat(situation, sight, (state) =>
      [...state.backends, ...state.computeNodes].find((row) => computeId(row) === id),
    ),
    error: exact(node.errMsg === '' ? null : node.errMsg),
    // Only shared-data has warehouses.
    warehouse: exact(
      isSharedNothing(situation) || !told(situation, 'nodes.WarehouseName') ? null : node.warehouse,
    ),
    cpuPct: usage(cpuText),
    memPct: usage(memText),
    ...expectStorage(situation, node),
    cachePct: !told(situation, 'nodes.DataCacheMetrics')
      ? unknown('unsupported-version', ...(node.alive ? [] : (['node-down'] as const)))
      : node.cacheReported.diskQuotaBytes === 0
        ? unknown('not-installed', ...(node.alive ? [] : (['node-down'] as const)))
        : usage(({ cacheReported }) =>
            scale(
              divide(
                sizeWith1Decimal(cacheReported.diskUsedBytes),
                sizeWith1Decimal(cacheReported.diskQuotaBytes),
              ),
              100,
            ),
          ),
    // A dead node keeps its tablets until they are moved: either is an honest answer.
    tablets: hasNoTabletColumn
      ? unknown('unsupported-version', 'not-applicable')
      : node.alive
        ? usage((row) => point(row.tabletNum))
        : {
            kind: 'anyOf',
            options: [
              unknown('node-down'),
              known(within(point(node.tabletNum)), {
                observedAt: arrival(situation, sight.at),
              }),
            ],
          },
    ...expectDrain(situation, id),
    runningQueries: usage((row) => point(row.runningQueries)),
    restarts: expectRestarts(situation, id),
  });
}

/** Entries ÷ pace of the leader's journal; the newest sample of the pace may not be stored yet. */
function expectLagInTime(situation: Situation, lag: Figure): Expectation {
  if (!lag.ok) {
    return unknown(lag.why);
  }
  if (lag.range.hi === 0) {
    return figureReading(situation, 'frontends', lag);
  }
  const leader = aliveFrontends(situation).find((fe) => fe.role === 'LEADER');
  const paces = leader === undefined ? [] : journalRates(situation, frontendId(leader));
  const mean = average(paces);
  const measurable = known(within(scale(divide(lag.range, widen(mean, 0.15 * mean.hi)), 1000)), {
    bound: null,
    coverage: null,
  });
  const unmeasured = unknown('no-traffic', 'insufficient-history', 'node-down', 'counter-reset');
  // Who lags by nothing lags for no time, whatever the pace.
  const without =
    lag.range.lo <= 0
      ? anyOf([unmeasured, known(exact(0), { bound: null, coverage: null })])
      : unmeasured;
  return paces.length < 5 || mean.hi < 0.1
    ? anyOf([without, ...(leader === undefined ? [] : [unknown(...whyNoRate(situation, leader))])])
    : mean.lo > 0.12
      ? measurable
      : anyOf([measurable, without]);
}

const whyNoRate = (situation: Situation, leader: FrontendState): readonly UnknownReason[] => {
  const rate = counterRate(situation, frontendId(leader), 'editLogWrite');
  return rate.ok ? [] : [rate.why];
};

/** The pace at which it truly drains, once it was watched for five minutes. */
function expectDrain(
  situation: Situation,
  id: string,
): Readonly<Record<'drainPerMinute' | 'drainedAt', Expectation>> {
  const rows = drainSeen(situation, id);
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) {
    const none = unknown('not-applicable');
    return { drainPerMinute: none, drainedAt: none };
  }
  if (last.at - first.at < 300_000) {
    const short = unknown('insufficient-history');
    return { drainPerMinute: short, drainedAt: short };
  }
  const perMinute = last.row.drainPerMinute;
  return {
    drainPerMinute: known(within(widen(point(perMinute), 0.05 * perMinute)), {
      source: ['backends'],
    }),
    drainedAt:
      perMinute === 0
        ? unknown('no-traffic')
        : known(
            within(
              widen(
                point(last.at + situation.offsetMs + (60_000 * last.row.tabletNum) / perMinute),
                0.06 * ((60_000 * last.row.tabletNum) / perMinute),
              ),
            ),
            { source: ['backends'] },
          ),
  };
}

/** As many as newer start times were seen between rounds. */
function expectRestarts(situation: Situation, node: string): Expectation {
  return known(exact(Math.max(0, (startsSeen(situation).get(node) ?? []).length - 1)), {
    bound: 'lower',
  });
}

function expectDeadBrokers(situation: Situation): Expectation {
  const frontends = seen(situation, 'frontends');
  const leader = aliveFrontends(situation).find((fe) => fe.role === 'LEADER');
  if (leader === undefined) {
    return unknown('node-down', 'not-collected-yet', ...(frontends.ok ? [] : [frontends.why]));
  }
  return figureReading(
    situation,
    'feMetrics',
    frontendGauge(
      situation,
      frontendId(leader),
      (_fe, state) => state.brokers.filter(({ alive }) => !alive).length,
    ),
  );
}

/** Data disks, versions and local compactions: of the BEs of a shared-nothing cluster alone. */
function expectStorage(
  situation: Situation,
  node: ListedNode['node'],
): Readonly<Record<'diskPct' | 'disks' | 'versions' | 'compactions', Expectation>> {
  const id = computeId(node);
  if (node.kind === 'CN' || !isSharedNothing(situation)) {
    const none = unknown('not-applicable', ...(node.alive ? [] : (['node-down'] as const)));
    return { diskPct: none, disks: none, versions: none, compactions: none };
  }
  const metric = (figure: Figure): Expectation =>
    figureReading(situation, 'beMetrics', node.alive ? figure : { ok: false, why: 'node-down' });
  const answer = seen(situation, 'beMetrics', id);
  return {
    diskPct: anyOf([
      metric(worstPathPct(situation, id)),
      // Without its /metrics the list of BEs tells the fullest disk.
      ...(answer.ok || !node.alive
        ? []
        : [
            figureReading(
              situation,
              'backends',
              column(situation, id, ({ storage }) =>
                percentText(fullest(storage?.reported.disks ?? []), 2),
              ),
            ),
          ]),
    ]),
    disks: !node.alive
      ? unknown('node-down')
      : answer.ok
        ? anyOf(
            answer.sight.states.map((state) =>
              known(
                expectDisks(computeIn(state, id)?.storage?.reported.disks ?? []),
                metaOf(situation, 'beMetrics', answer.sight),
              ),
            ),
          )
        : unknown(answer.why),
    versions: metric(versionsGauge(situation, id)),
    compactions: metric(runningGauge(situation, id)),
  };
}

function expectDisks(disks: readonly DiskState[]): Expectation {
  const usedPct = ({ totalBytes, availBytes }: DiskState) =>
    (100 * (totalBytes - availBytes)) / totalBytes;
  return list(
    disks.map((disk) =>
      fields({
        path: exact(disk.path),
        total: exact(disk.totalBytes),
        avail: exact(disk.availBytes),
        usedPct: within(point(usedPct(disk))),
        dataUsed: exact(disk.dataUsedBytes),
        usable: exact(disk.usable),
      }),
    ),
    {
      of: (element) => String((element as { readonly path: unknown }).path),
      ids: disks.map(({ path }) => path),
    },
  );
}

/** Told by the clock of the start, before it went wrong; nobody can know that afterwards. */
function startTime(situation: Situation, { states }: Sight, startedAt: number): Expectation {
  const offsets = new Set(states.map(({ knobs }) => knobs.skewMs));
  return anyOf([...offsets].map((skewMs) => within(toldTime(situation, startedAt - skewMs))));
}

function heartbeat(
  situation: Situation,
  sight: Sight,
  rowOf: (state: Sight['states'][number]) => { readonly lastHeartbeat: number } | undefined,
): Expectation {
  return anyOf(
    sight.states.flatMap((state) => {
      const row = rowOf(state);
      return row === undefined ? [] : [within(toldTime(situation, row.lastHeartbeat))];
    }),
  );
}

/** The worst open finding about the node; one of which nothing is measured is not called well. */
function verdictOf(
  judgement: Judgement,
  node: string,
  alive: boolean,
  measured: boolean,
): Expectation {
  const levels = judgement.problems
    .filter(({ subject, state }) => subject === node && state !== 'held')
    .map(({ level }) => level);
  if (levels.includes('critical')) {
    return exact('critical');
  }
  if (levels.includes('warning')) {
    return exact('warning');
  }
  if (levels.includes('info')) {
    return exact('info');
  }
  // A dead node is called dead at once, though the rule waits half a minute.
  return alive
    ? exact(measured ? 'ok' : 'unknown')
    : oneOf(['unknown', 'info', 'warning', 'critical']);
}
