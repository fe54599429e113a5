import { messageOf } from '../../shared/messageOf';
import type { ModuleId, Modules } from '../../shared/model/extendedOverview';
import { phrase } from '../../shared/phrase';
import { known, unknown, type Reading } from '../../shared/reading';
import type { EvaluatorState } from '../alerts/evaluatorState';
import type { OverviewInput } from './overviewInput';
import { computedModules, type ModuleComputation } from './registry';

/**
 * The modules asked for, each a reading of its own: one that breaks is `failed` with its message
 * and costs the others nothing. Trends are not computed here.
 */
export function assembleModules(
  input: OverviewInput,
  state: EvaluatorState,
  ids: readonly ModuleId[],
  modules: readonly ModuleComputation[] = computedModules,
): Modules {
  const wanted = modules.filter(({ id }) => ids.includes(id));
  const readings = wanted.map((module) => [module.id, computeModule(module, input, state)]);
  // The registry's type pairs each id with its model.
  return Object.fromEntries(readings) as Modules;
}

/**
 * The same, each module of one and the same moment, with others having their turn in between: all of
 * them together may take long.
 *
 * @param pause is waited for after each module
 */
export async function assembleInTurns(
  input: OverviewInput,
  state: EvaluatorState,
  ids: readonly ModuleId[],
  pause: () => Promise<void>,
): Promise<Modules> {
  const modules: Partial<Record<ModuleId, Reading<unknown>>> = {};
  for (const module of computedModules.filter(({ id }) => ids.includes(id))) {
    modules[module.id] = computeModule(module, input, state);
    await pause();
  }
  return modules as Modules;
}

/** As old as the last answer of the cluster, so that a module without news does not look new. */
function computeModule(
  module: ModuleComputation,
  input: OverviewInput,
  state: EvaluatorState,
): Reading<unknown> {
  try {
    const observedAt = input.lastAnswerAt ?? input.startedAt;
    return known(module.compute(input, state), { observedAt, source: 'collector' });
  } catch (error) {
    const text = messageOf(error);
    return unknown('failed', input.now, {
      source: 'collector',
      detail: phrase('text.verbatim', { text }),
    });
  }
}
