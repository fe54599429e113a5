import type { TableId, TableMap } from '../../shared/api';
import type { ClusterProfile } from '../../shared/clusterProfile';
import type { ExtendedOverview, ModuleId } from '../../shared/model/extendedOverview';
import { hourMs, minuteMs } from '../../shared/time';
import type { EpochMs } from '../../shared/time';
import { GrowthMemory } from '../collect/growthMemory';
import { yesterdayWindow } from '../collect/recentHistory';
import { tableRows } from '../overview/tableRows';
import { defaultGridMs, type HistoryStore } from '../store/historyStore';
import { pastState } from './pastHealth';
import { pastInput, type StoredMoment } from './pastInput';
import { noPastModules, pastModules, withoutHope } from './pastModules';

/** How far windows of modules look back. */
const windowMs = hourMs + 10 * minuteMs;

/** The overview of a past moment, without trends and header. */
export async function pastOverview(
  store: HistoryStore,
  profile: ClusterProfile,
  askedAt: EpochMs,
  wanted: readonly ModuleId[],
): Promise<Pick<ExtendedOverview, 'at' | 'past' | 'modules'>> {
  const moment = await readMoment(store, profile, askedAt);
  if (moment === null) {
    return { at: askedAt, past: { askedAt }, modules: noPastModules(askedAt, wanted) };
  }
  const { at, gridMs = defaultGridMs } = moment.snapshot;
  return {
    at,
    past: { askedAt, stored: { at, coversMs: gridMs } },
    modules: pastModules(profile, moment, wanted),
  };
}

/** The rows of a table at a past moment; none where they are not stored. */
export async function pastRows<T extends TableId>(
  store: HistoryStore,
  profile: ClusterProfile,
  askedAt: EpochMs,
  table: T,
): Promise<readonly TableMap[T][]> {
  const moment = await readMoment(store, profile, askedAt);
  if (moment === null) {
    return [];
  }
  const rows = tableRows(pastInput(profile, moment), pastState(moment.snapshot), table);
  // The border: the same rows with other reasons in them.
  return withoutHope(rows) as readonly TableMap[T][];
}

async function readMoment(
  store: HistoryStore,
  profile: ClusterProfile,
  at: EpochMs,
): Promise<StoredMoment | null> {
  if (!Number.isSafeInteger(at)) {
    throw new Error('A moment is a whole number of milliseconds since 1970.');
  }
  const cluster = profile.id;
  const snapshot = await store.snapshotAt(cluster, at);
  if (snapshot === null) {
    return null;
  }
  const { at: found, gridMs = defaultGridMs } = snapshot;
  const before = yesterdayWindow(found, found, gridMs);
  const growth = new GrowthMemory(cluster, store);
  const [recent, yesterday] = await Promise.all([
    store.samples(cluster, found - windowMs, found + 1),
    store.samples(cluster, before.from, before.to),
    growth.read(found),
  ]);
  return { snapshot, recent, yesterday, growthBase: growth.base, growth: growth.growth };
}
