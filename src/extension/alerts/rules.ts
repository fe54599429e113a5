import { alterFailedRule, alterStuckRule } from './alterRules';
import { capacitySoonRule } from './capacityRules';
import { compactionFailuresRule } from './compactionFailuresRule';
import { compactionPressureRule, compactionStalledRule } from './compactionRules';
import { cpuRule, memoryRule, nodeDownRule } from './computeRules';
import { diskBusyRule, diskFailedRule, diskFullRule, safeModeRule } from './diskRules';
import { connectionsRule, threadsRule } from './frontendLoadRules';
import { frontendDownRule, frontendHeapRule, frontendLeaderRule } from './frontendRules';
import { queryLatencyRule } from './queryLatencyRule';
import { loadFailedRule, loadSmallRule } from './loadRules';
import { checkpointRule, editLogRule, replayRule } from './journalRules';
import { viewFailedRule, viewInactiveRule, viewStaleRule } from './materializedViewRules';
import { monitorPartialRule } from './monitorRules';
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
import { txnFailuresRule, txnLimitRule, txnStuckRule } from './transactionRules';

/** Every rule there is; causes stand before what they explain. */
export const rules: readonly Rule[] = [
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
