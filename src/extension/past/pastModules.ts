import type { LiveModuleId, ModuleId, Modules } from '../../shared/model/extendedOverview';
import { liveModuleIds } from '../../shared/model/extendedOverview';
import { unknown, type Reading } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import { assembleModules } from '../overview/assemble';
import { computedModules, type ModuleComputation } from '../overview/registry';
import { computePastHealth, pastState } from './pastHealth';
import { pastInput, type StoredMoment } from './pastInput';
import type { ClusterProfile } from '../../shared/clusterProfile';

const pastComputations: readonly ModuleComputation[] = computedModules.map((module) =>
  module.id === 'health' ? { id: 'health', compute: computePastHealth } : module,
);

/** The modules of a past moment, as far as they are stored. */
export function pastModules(
  profile: ClusterProfile,
  moment: StoredMoment,
  wanted: readonly ModuleId[],
): Modules {
  const input = pastInput(profile, moment);
  const modules = assembleModules(input, pastState(moment.snapshot), wanted, pastComputations);
  return withoutHope(modules) as Modules;
}

/** Of a moment of which nothing is stored. */
export function noPastModules(at: EpochMs, wanted: readonly ModuleId[]): Modules {
  const none: Reading<never> = unknown('not-recorded', at, { source: 'collector' });
  return Object.fromEntries(
    liveModuleIds
      .filter((id: LiveModuleId) => wanted.includes(id))
      .map((id): [LiveModuleId, Reading<never>] => [id, none]),
  );
}

/** What a module waits for never came and never will: what is past is not collected any more. */
export function withoutHope(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutHope);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).map(([key, part]) => [key, withoutHope(part)]);
  const copy: unknown = Object.fromEntries(entries);
  return 'known' in value && 'why' in value && value.why === 'not-collected-yet'
    ? { ...(copy as object), why: 'not-recorded' }
    : copy;
}
