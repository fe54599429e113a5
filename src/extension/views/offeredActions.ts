import type { ClusterProfile } from '../../shared/clusterProfile';
import type { ClusterAction } from '../../shared/model/action';
import type { OverviewHeader } from '../../shared/model/extendedOverview';
import { actionSteps } from '../actions/actionSteps';
import { clusterVersionOf } from '../actions/clusterVersion';

/**
 * Which actions a row shows: none where the cluster is read only, and none that its version lacks.
 * What is shown is no permission: the gate decides.
 */
export function offersOf(
  profile: Pick<ClusterProfile, 'access'> | undefined,
  { version, runMode }: Pick<OverviewHeader, 'version' | 'runMode'>,
): (action: ClusterAction) => boolean {
  const facts = {
    version: clusterVersionOf(version.known ? version.value : null),
    runMode: runMode.known ? runMode.value : null,
  };
  return (action) => profile?.access === 'confirm' && 'steps' in actionSteps(action, facts);
}
