import type { ClusterProfile } from '../../shared/clusterProfile';
import { actionKinds, type ActionKind, type ClusterAction } from '../../shared/model/action';
import type { OverviewHeader } from '../../shared/model/extendedOverview';
import { actionSteps, lackOf, type ActionFacts } from '../actions/actionSteps';
import { releaseOf } from '../starrocks/release';

type Access = Pick<ClusterProfile, 'access'>;
type Told = Pick<OverviewHeader, 'version' | 'runMode'>;

/**
 * Which actions a row shows: none where the cluster is read only, and none that its version lacks.
 * What is shown is no permission: the gate decides.
 */
export function offersOf(
  profile: Access | undefined,
  header: Told,
): (action: ClusterAction) => boolean {
  const facts = factsOf(header);
  return (action) => profile?.access === 'confirm' && 'steps' in actionSteps(action, facts);
}

/** The same by kind, for a page that has no row in hand. */
export function offeredKinds(profile: Access, header: Told): readonly ActionKind[] {
  const facts = factsOf(header);
  return profile.access === 'confirm'
    ? actionKinds.filter((kind) => lackOf(kind, facts) === undefined)
    : [];
}

function factsOf({ version, runMode }: Told): ActionFacts {
  return {
    version: releaseOf(version.known ? version.value : null),
    runMode: runMode.known ? runMode.value : null,
  };
}
