import type { ClusterId } from '../../shared/ids';
import { dayMs, hourMs, type EpochMs } from '../../shared/time';
import { fitDays } from '../overview/growthFit';
import type { OverviewInput } from '../overview/overviewInput';
import { noStoredGrowth, storedGrowthOf, type StoredGrowth } from '../overview/storedGrowth';
import {
  noGrowthBase,
  storedSubjects,
  type GrowthBase,
  type SizesBefore,
  type StoredSizes,
} from '../overview/storedSizes';
import type { HistoryStore, SubjectKind, SubjectPoint } from '../store/historyStore';
import { subjectPoints } from './subjectPoints';

/** A size may be so much older or younger than a day or a week ago. */
const nearMs = 90 * 60_000;

/** What is stored of sizes once an hour, and what that tells of growth. */
export class GrowthMemory {
  readonly #cluster: ClusterId;
  readonly #store: HistoryStore;
  readonly #storedHours = new Map<SubjectKind, number>();
  #base: GrowthBase = noGrowthBase;
  #growth: StoredGrowth = noStoredGrowth;

  constructor(cluster: ClusterId, store: HistoryStore) {
    this.#cluster = cluster;
    this.#store = store;
  }

  /** Sizes of a day and a week ago. */
  get base(): GrowthBase {
    return this.#base;
  }

  get growth(): StoredGrowth {
    return this.#growth;
  }

  /** The subjects that belong into the snapshot of a slot: each kind once an hour, when it is known. */
  pointsFor(slotAt: EpochMs, input: OverviewInput): readonly SubjectPoint[] {
    const hour = Math.floor(slotAt / hourMs);
    const due: SubjectPoint[] = [];
    for (const [kind, points] of subjectPoints(input)) {
      if (this.#storedHours.get(kind) !== hour) {
        this.#storedHours.set(kind, hour);
        due.push(...points);
      }
    }
    return due;
  }

  /** Reads what growth is measured from. Today is left out of days: it is not over. */
  async read(now: EpochMs): Promise<void> {
    const today = Math.floor(now / dayMs) * dayMs;
    const from = today - fitDays.most * dayMs;
    const days = (kind: SubjectKind) => this.#store.subjectDays(this.#cluster, kind, from, today);
    const [tables, databases, disk, database, data] = await Promise.all([
      this.#before('table', now),
      this.#before('database', now),
      days('disk'),
      days('database'),
      days('data'),
    ]);
    this.#base = { tables, databases };
    this.#growth = storedGrowthOf({ disk, database, data });
  }

  async #before(kind: SubjectKind, now: EpochMs): Promise<SizesBefore> {
    const near = (at: EpochMs) => this.#store.subjectsNear(this.#cluster, kind, at, nearMs);
    const [day, week] = await Promise.all([near(now - dayMs), near(now - 7 * dayMs)]);
    return { ...sizes('day', day), ...sizes('week', week) };
  }
}

function sizes(key: keyof SizesBefore, points: readonly SubjectPoint[]): SizesBefore {
  const [first] = points;
  if (first === undefined) {
    return {};
  }
  const stored: StoredSizes = {
    at: first.at,
    bytes: new Map(points.map(({ name, value }) => [name, value])),
    whole: points.length < storedSubjects,
  };
  return { [key]: stored };
}
