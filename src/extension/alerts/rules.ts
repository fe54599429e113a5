import { compactionPressureRule, compactionStalledRule } from './compactionRules';
import { cpuRule, memoryRule, nodeDownRule } from './computeRules';
import { frontendDownRule, frontendHeapRule, frontendLeaderRule } from './frontendRules';
import { monitorPartialRule } from './monitorRules';
import { queryErrorsRule } from './queryRules';
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
  monitorPartialRule,
];
