import type { ResourceGroup, ResourceGroups } from '../../shared/model/resourceGroups';
import { sameReason, type Rows } from '../../shared/reading';
import { cutRows, tableOf } from './clusterFacts';
import { whyEmpty } from './emptyCell';
import type { OverviewInput } from './overviewInput';
import { resourceGroupUsageRows } from './resourceGroupUsage';

export function computeResourceGroups(input: OverviewInput): ResourceGroups {
  const groups = resourceGroupRows(input);
  return {
    total: groups.known ? { ...groups, value: groups.value.total } : sameReason(groups),
    groups: cutRows(groups),
    usage: cutRows(resourceGroupUsageRows(input)),
  };
}

export function resourceGroupRows({
  resourceGroups,
  unknownColumns,
}: OverviewInput): Rows<ResourceGroup> {
  if (!resourceGroups.known) {
    return sameReason(resourceGroups);
  }
  const rows = [...resourceGroups.value].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const why = whyEmpty(unknownColumns, 'resourceGroups', 'exclusiveCores');
  return {
    ...resourceGroups,
    value: {
      ...tableOf(rows),
      ...(why === 'unsupported-version' ? { unknownColumns: { exclusiveCores: why } } : {}),
    },
  };
}
