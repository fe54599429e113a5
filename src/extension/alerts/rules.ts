import { compactionPressureRule, compactionStalledRule } from './compactionRules';
import { cpuRule, memoryRule, nodeDownRule } from './computeRules';
import { frontendDownRule, frontendHeapRule, frontendLeaderRule } from './frontendRules';
import { loadFailedRule, loadSmallRule } from './loadRules';
import { monitorPartialRule } from './monitorRules';
import { queryErrorsRule } from './queryRules';
import { routineLagRule, routinePausedRule, routineUnstableRule } from './routineLoadRules';
import type { Rule } from './rule';

/** Every rule there is; causes stand before what they explain. */
export const rules: readonly Rule[] = [
  frontendLeaderRule,
  frontendDownRule,
  nodeDownRule,
  memoryRule,
  cpuRule,
  frontendHeapRule,
  compactionPressureRule,
  compactionStalledRule,
  queryErrorsRule,
  loadFailedRule,
  loadSmallRule,
  routinePausedRule,
  routineLagRule,
  routineUnstableRule,
  monitorPartialRule,
];
