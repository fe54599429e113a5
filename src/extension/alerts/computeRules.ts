import { hostOf } from '../../shared/ids';
import type { RunMode } from '../../shared/model/clusterHealth';
import { phrase } from '../../shared/phrase';
import { ruleConstants, ruleNumbers } from '../../shared/thresholds';
import {
  computeNodesOf,
  nodeReading,
  runModeOf,
  type ComputeNodes,
} from '../overview/clusterFacts';
import type { OverviewInput } from '../overview/overviewInput';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import { eachNode, leastOf } from './eachNode';
import {
  highTiers,
  oneLine,
  plainTier,
  runSinceOf,
  sentences,
  showNode,
  showSection,
  unknownFinding,
} from './findings';
import type { Finding, Rule } from './rule';

export const nodeDownRule: Rule = {
  id: 'node.down',
  scored: true,
  heldBy: ['fe.leader'],
  heldAfterStart: true,
  title: (subject) =>
    phrase('health.down.title', { node: subject === null ? '' : hostOf(subject) }),
  nextStep: showNode,
  judge(input) {
    const nodes = computeNodesOf(input);
    if (!nodes.known) {
      return { kind: 'unknown', why: nodes.why };
    }
    const { rows, missing } = nodes.value;
    const members = rows.filter((row) => isMember(input, row));
    const runMode = runModeOf(input);
    const poolOf = (row: ComputeRow) => poolName(row, runMode.known ? runMode.value : null);
    const findings = members.map((row): Finding => {
      if (row.alive === null) {
        return unknownFinding(row.node, 'malformed');
      }
      const pool = members.filter((other) => poolOf(other) === poolOf(row));
      return downFinding(input, nodes.value, row, pool, poolOf(row) === backendPool);
    });
    return {
      kind: 'judged',
      findings,
      ...(missing === undefined ? {} : { incomplete: missing.why }),
    };
  },
};

/** Decommissioning nodes leave on purpose; a node that never started is no loss for ten minutes. */
function isMember(input: OverviewInput, row: ComputeRow): boolean {
  if (row.decommissioned === true) {
    return false;
  }
  if (row.alive !== false || row.startedAt !== null || row.lastHeartbeatAt !== null) {
    return true;
  }
  const before = input.now - ruleNumbers.neverStartedMs;
  return input.history.samples('be.up', row.node, 0, before + 1).length > 0;
}

const backendPool = 'backends';

/**
 * Shared-nothing: all backends. Shared-data: the nodes of one warehouse. Where the run mode is not
 * known, the role decides.
 */
function poolName(row: ComputeRow, runMode: RunMode | null): string {
  const holdsData = runMode === 'shared_data' ? false : row.role === 'be';
  return holdsData ? backendPool : `warehouse ${row.warehouse ?? ''}`;
}

function downFinding(
  input: OverviewInput,
  list: ComputeNodes,
  row: ComputeRow,
  pool: readonly ComputeRow[],
  holdsData: boolean,
): Finding {
  const dead = pool.filter((other) => other.alive === false).length;
  const share = dead / pool.length;
  const { nodeLossWarning: light, nodeLossCritical: heavy, nodeLossAll } = ruleNumbers;
  const critical = holdsData || share >= ruleNumbers.nodeLossCriticalShare;
  const down = row.alive === false;
  const since = down ? runSinceOf(input, 'be.up', row.node, (up) => up === 0) : input.now;
  const { forMs } = ruleConstants['node.down'];
  const lightPoints = Math.round(light.base + light.share * share);
  const heavyPoints =
    dead === pool.length ? nodeLossAll : Math.round(heavy.base + heavy.share * share);
  return {
    subject: row.node,
    known: true,
    tiers: [
      plainTier({ key: 'warning', level: 'warning', points: lightPoints, forMs }, down, since),
      plainTier(
        { key: 'critical', level: 'critical', points: heavyPoints, forMs },
        down && critical,
        since,
      ),
    ],
    evidence: downEvidence(input, row, dead, pool.length),
    source: list.source,
    observedAt: list.observedAt,
  };
}

function downEvidence(input: OverviewInput, row: ComputeRow, dead: number, of: number) {
  const silence =
    row.lastHeartbeatAt === null
      ? phrase('health.down.silent')
      : phrase('health.down.silentFor', { d: { ms: input.now - row.lastHeartbeatAt } });
  const error = row.errMsg === null ? '' : oneLine(row.errMsg);
  return sentences(
    silence,
    error === '' ? undefined : phrase('health.down.error', { error }),
    phrase('health.down.pool', { dead, of }),
    row.tablets === null ? undefined : phrase('health.down.tablets', { n: row.tablets }),
  );
}

export const memoryRule: Rule = {
  id: 'mem.node',
  scored: true,
  heldBy: ['fe.leader', 'node.down'],
  heldAfterStart: false,
  title: (subject) => phrase('health.mem.title', { node: subject === null ? '' : hostOf(subject) }),
  nextStep: () => showSection('health.step.queries', 'queries'),
  judge: (input) =>
    eachNode(input, (row) => {
      const current = nodeReading(input, row.node, 'be.mem');
      if (!current.known) {
        return unknownFinding(row.node, current.why);
      }
      const { warning, critical, forMs, clear } = ruleConstants['mem.node'];
      const { memWarningPct, memCriticalPct } = input.thresholds;
      const marks = [
        { key: 'warning', level: 'warning', points: warning, forMs, above: memWarningPct },
        { key: 'critical', level: 'critical', points: critical, forMs, above: memCriticalPct },
      ] as const;
      const args = { p: { percent: current.value }, mark: { percent: memWarningPct } };
      return {
        subject: row.node,
        known: true,
        tiers: highTiers(current.value, marks, clear, true, (holds) =>
          runSinceOf(input, 'be.mem', row.node, holds),
        ),
        evidence:
          row.memLimitBytes === null
            ? phrase('health.mem.evidence', args)
            : phrase('health.mem.evidenceOf', { ...args, limit: { bytes: row.memLimitBytes } }),
        source: current.source,
        observedAt: current.observedAt,
      };
    }),
};

export const cpuRule: Rule = {
  id: 'cpu.node',
  scored: true,
  heldBy: ['fe.leader', 'node.down'],
  heldAfterStart: false,
  title: (subject) => phrase('health.cpu.title', { node: subject === null ? '' : hostOf(subject) }),
  nextStep: () => showSection('health.step.queries', 'queries'),
  judge: (input) =>
    eachNode(input, ({ node }) => {
      const { warning, forMs, clear } = ruleConstants['cpu.node'];
      const least = leastOf(input, node, 'be.cpu', forMs);
      if (!least.known) {
        return unknownFinding(node, least.why);
      }
      const { cpuWarningPct } = input.thresholds;
      const marks = [
        { key: 'warning', level: 'warning', points: warning, forMs, above: cpuWarningPct },
      ] as const;
      return {
        subject: node,
        known: true,
        tiers: highTiers(least.value, marks, clear, true, (holds) =>
          runSinceOf(input, 'be.cpu', node, holds),
        ),
        evidence: phrase('health.cpu.evidence', {
          p: { percent: least.value },
          mark: { percent: cpuWarningPct },
          d: { ms: forMs },
        }),
        source: least.source,
        observedAt: least.observedAt,
      };
    }),
};
