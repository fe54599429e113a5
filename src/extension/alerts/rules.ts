import { alterFailedRule, alterStuckRule } from './alterRules';
import { capacitySoonRule } from './capacityRules';
import { compactionFailuresRule } from './compactionFailuresRule';
import { compactionPressureRule, compactionStalledRule } from './compactionRules';
import { cpuRule, memoryRule, nodeDownRule } from './computeRules';
import { diskBusyRule, diskFailedRule, diskFullRule, safeModeRule } from './diskRules';
import { connectionsRule, threadsRule, userConnectionsRule } from './frontendLoadRules';
import { frontendDownRule, frontendHeapRule, frontendLeaderRule } from './frontendRules';
import { queryLatencyRule } from './queryLatencyRule';
import { loadFailedRule, loadSmallRule } from './loadRules';
import { checkpointRule, editLogRule, replayRule } from './journalRules';
import { viewFailedRule, viewInactiveRule, viewStaleRule } from './materializedViewRules';
import { monitorHistoryRule, monitorPartialRule } from './monitorRules';
import {
  monitorBlindRule,
  monitorClockRule,
  monitorCostRule,
  monitorRightsRule,
} from './monitorSourceRules';
import { nodeDecommissionRule } from './decommissionRule';
import { fileDescriptorRule, nodeFlappingRule, nodeVersionRule } from './nodeRules';
import { queryErrorsRule } from './queryRules';
import { queryQueueRule } from './queryQueueRule';
import { queryRunawayRule } from './queryRunawayRule';
import { queryStoppedRule } from './queryStoppedRule';
import { routineLagRule, routinePausedRule, routineUnstableRule } from './routineLoadRules';
import type { Rule } from './rule';
import { tabletErrorRule, tabletUnhealthyRule } from './tabletRules';
import { ownRule } from './ownRule';
import { clusterUnreachableRule } from './unreachableRule';
import { txnFailuresRule, txnLimitRule, txnStuckRule } from './transactionRules';

/** What is judged by answers of the cluster; causes stand before what they explain. */
const clusterRules: readonly Rule[] = [
  frontendLeaderRule,
  frontendDownRule,
  nodeDownRule,
  nodeFlappingRule,
  nodeVersionRule,
  nodeDecommissionRule,
  replayRule,
  checkpointRule,
  editLogRule,
  frontendHeapRule,
  threadsRule,
  connectionsRule,
  userConnectionsRule,
  diskFullRule,
  capacitySoonRule,
  diskFailedRule,
  diskBusyRule,
  memoryRule,
  cpuRule,
  fileDescriptorRule,
  safeModeRule,
  tabletUnhealthyRule,
  tabletErrorRule,
  compactionPressureRule,
  compactionStalledRule,
  compactionFailuresRule,
  queryErrorsRule,
  queryLatencyRule,
  queryQueueRule,
  queryRunawayRule,
  queryStoppedRule,
  loadFailedRule,
  loadSmallRule,
  routinePausedRule,
  routineLagRule,
  routineUnstableRule,
  txnFailuresRule,
  txnLimitRule,
  txnStuckRule,
  viewFailedRule,
  viewInactiveRule,
  viewStaleRule,
  alterFailedRule,
  alterStuckRule,
  monitorPartialRule,
  monitorBlindRule,
  monitorRightsRule,
  monitorClockRule,
  monitorCostRule,
];

/** Every rule there is. A cluster that cannot be reached explains whatever else is said of it. */
export const rules: readonly Rule[] = [
  clusterUnreachableRule,
  ...clusterRules.map(heldByUnreachable),
  monitorHistoryRule,
  heldByUnreachable(ownRule),
];

function heldByUnreachable(rule: Rule): Rule {
  return { ...rule, heldBy: ['cluster.unreachable', ...rule.heldBy] };
}
