import type { SourceId } from '../../shared/ids';
import { defaultThresholds } from '../../shared/thresholds';
import type { NeededPrivilege } from '../starrocks/sources/source';
import { frontendListSources } from './frontendLists';
import { questions } from './sessionAsker';

const hints = {
  scoreThreshold: defaultThresholds.compactionCritical,
  withoutLeader: false,
  visible: false,
};

/** The right that the usual way of asking wants; none for what is not asked by SQL. */
export function neededPrivilege(source: SourceId): NeededPrivilege {
  const usual = Object.values(questions).map((ask) => ask(hints)[0].source);
  return [...usual, ...frontendListSources].find(({ id }) => id === source)?.privilege ?? 'none';
}
