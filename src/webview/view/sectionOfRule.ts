import { isCountedProblem, type Problem } from '../../shared/model/problem';
import type { RuleId } from '../../shared/thresholds';
import { sectionIds, type SectionId } from './sectionIds';

/** The problems that count and are about the figures of a section. */
export function openProblemsOf(problems: readonly Problem[], section: string): readonly Problem[] {
  return problems.filter(
    (problem) => isCountedProblem(problem) && sectionOfRule(problem.rule) === section,
  );
}

/** Where the figures of a rule are: the way to go when a next step names no section of this page. */
export function sectionOfRule(rule: RuleId): SectionId {
  switch (rule) {
    case 'fe.leader':
    case 'fe.down':
    case 'node.down':
    case 'mem.node':
    case 'cpu.node':
    case 'fe.heap':
    case 'node.flapping':
    case 'node.version':
    case 'node.decommission':
    case 'fe.replay':
    case 'fe.checkpoint':
    case 'fe.editlog':
    case 'fe.threads':
    case 'fe.connections':
    case 'conn.user':
    case 'disk.full':
    case 'disk.failed':
    case 'fd.node':
    case 'safe_mode':
      return 'nodes';
    case 'capacity.soon':
      return 'storage';
    case 'disk.busy':
      return 'network';
    case 'tablet.unhealthy':
    case 'tablet.error':
      return 'storage';
    case 'compaction.pressure':
    case 'compaction.stalled':
    case 'compaction.failures':
      return 'compaction';
    case 'query.errors':
    case 'query.latency':
    case 'query.stopped':
      return 'kpis';
    case 'query.queue':
    case 'query.runaway':
      return 'queries';
    case 'load.failed':
    case 'load.small':
    case 'routine.paused':
    case 'routine.lag':
    case 'routine.unstable':
    case 'txn.failures':
    case 'txn.limit':
    case 'txn.stuck':
    case 'mv.failed':
    case 'mv.inactive':
    case 'mv.stale':
    case 'alter.failed':
    case 'alter.stuck':
      return 'tasks';
    case 'monitor.partial':
    case 'monitor.blind':
    case 'monitor.rights':
    case 'monitor.clock':
    case 'monitor.cost':
    case 'monitor.history':
    case 'cluster.unreachable':
    case 'own':
      return 'health';
  }
}

/**
 * The section a next step means: it may name the section, or a module that is shown in one;
 * undefined when it names neither.
 */
export function sectionOfTarget(target: string): SectionId | undefined {
  switch (target) {
    case 'runningQueries':
    case 'sessions':
      return 'queries';
    case 'slowQueries':
    case 'queryTop':
      return 'slow';
    case 'resources':
      return 'nodes';
    case 'networkIo':
      return 'network';
    default:
      return sectionIds.find((id) => id === target);
  }
}
