/** `CapacityPrediction` from the truth, and from the sizes of the imported days. */
import type { ClusterState } from '../../src/demo/truth';
import type { UnknownReason } from '../../src/shared/reading';
import { sizesByDatabase } from './expectDataStatistics';
import { expectDisks, fileSystems } from './expectDisks';
import type { Expectation } from './expectation';
import { exact, fields, known, unknown, within } from './expectation';
import type { Slope } from './growth';
import { daysTo, slopeOf } from './growth';
import type { Interval } from './interval';
import { hull, point, scale, subtract } from './interval';
import { isSharedNothing } from './ruleShape';
import type { Situation } from './situation';
import {
  computeId,
  computeIn,
  metaOf,
  runModeTold,
  seen,
  sightsOf,
  whyNoRunMode,
} from './situation';

const tooYoung = 'insufficient-history';

export function expectCapacity(situation: Situation, bytes: Expectation): Expectation {
  const mode = runModeTold(situation);
  const not = (here: boolean): Expectation | undefined =>
    mode === undefined ? unknown(...whyNoRunMode) : here ? undefined : unknown('not-applicable');
  const notLocal = not(mode === 'shared_nothing');
  const notObject = not(mode === 'shared_data');
  const disks = expectDisks(situation);
  const disk = (key: 'used' | 'total'): Expectation =>
    notLocal ?? (disks.kind === 'fields' ? disks.fields[key] : undefined) ?? exact(undefined);
  const slope = slopeOf(situation, 'disk');
  const growthOf = (fit: Slope | undefined): Expectation =>
    fit === undefined ? unknown(tooYoung) : known(growthFields(fit), {});
  const until = (pct: number): Expectation => {
    const [used, total] = [rangeOf(disk('used')), rangeOf(disk('total'))];
    return (
      notLocal ??
      (slope === undefined || used === undefined || total === undefined
        ? unknown(tooYoung, ...reasonsOf(disk('used')))
        : known(untilFields(subtract(scale(total, pct / 100), used), slope), { coverage: null }))
    );
  };
  return fields({
    cluster: fields({
      used: disk('used'),
      total: disk('total'),
      growth: notLocal ?? growthOf(slope),
      until80: until(80),
      until90: until(90),
      until100: until(100),
    }),
    objectStorage: fields({
      used: notObject ?? bytes,
      growth: notObject ?? growthOf(slopeOf(situation, 'data')),
    }),
    firstFull: notLocal ?? firstFull(situation, slope, disk),
    nodes: notLocal ?? nodeRows(situation),
    databases: sizesByDatabase(situation, (name, size) => {
      const fit = slopeOf(situation, 'database', (each) => each === name);
      return fields({
        name: exact(name),
        bytes: within(size),
        perDay: slopeCell(fit?.perDay),
        low: slopeCell(fit?.low),
        high: slopeCell(fit?.high),
      });
    }),
  });
}

/** Slopes are quotients of whole bytes. */
const slopeCell = (perDay: number | undefined): Expectation =>
  perDay === undefined ? exact(null) : within(point(perDay));

const growthFields = ({ perDay, low, high, days }: Slope): Expectation =>
  fields({
    perDay: within(point(perDay)),
    low: within(point(low)),
    high: within(point(high)),
    days: exact(days),
  });

const daysCell = (days: Interval | null): Expectation =>
  days === null ? exact(null) : within(days);

/** The steepest slope is there soonest. */
const untilFields = (room: Interval, { perDay, low, high }: Slope): Expectation =>
  fields({
    soonest: daysCell(daysTo(room, high)),
    likely: daysCell(daysTo(room, perDay)),
    latest: daysCell(daysTo(room, low)),
  });

const rangeOf = (expectation: Expectation): Interval | undefined =>
  expectation.kind === 'known' && expectation.value.kind === 'leaf'
    ? expectation.value.range
    : undefined;

/** Of all disks, and of all of them together, the one that is likely to reach its soft limit first. */
function firstFull(
  situation: Situation,
  all: Slope | undefined,
  disk: (key: 'used' | 'total') => Expectation,
): Expectation {
  const [used, total] = [rangeOf(disk('used')), rangeOf(disk('total'))];
  const backends = seen(situation, 'backends');
  const nodes = backends.ok ? (backends.sight.states.at(-1)?.backends ?? []) : [];
  const disks = nodes.flatMap((node) => {
    const id = computeId(node);
    const state = sightsOf(situation, 'beMetrics', id).at(-1)?.states.at(-1);
    const own = state === undefined ? [] : (computeIn(state, id)?.storage?.reported.disks ?? []);
    return fileSystems(own).map(({ path, totalBytes, availBytes }) => ({
      disk: { node: id, path },
      total: point(totalBytes),
      used: point(totalBytes - availBytes),
      slope: slopeOf(situation, 'disk', (name) => name === JSON.stringify([id, path])),
    }));
  });
  const together =
    used === undefined || total === undefined ? [] : [{ disk: null, total, used, slope: all }];
  const candidates = [...disks, ...together].flatMap(({ slope, ...of }) => {
    if (slope === undefined) {
      return [];
    }
    const limitPct = softLimitPct(situation, of.total.hi);
    const room = subtract(scale(of.total, limitPct / 100), of.used);
    return [{ ...of, slope, limitPct, room, likely: daysTo(room, slope.perDay) }];
  });
  const days = ({ likely }: { readonly likely: Interval | null }) => likely?.lo ?? Infinity;
  const [first] = candidates.sort((a, b) => days(a) - days(b));
  return first === undefined
    ? unknown(tooYoung, ...reasonsOf(disk('used')))
    : known(
        fields({
          disk:
            first.disk === null
              ? exact(null)
              : fields({ node: exact(first.disk.node), path: exact(first.disk.path) }),
          limitPct: within(point(first.limitPct)),
          days: untilFields(first.room, first.slope),
        }),
        {},
      );
}

/** The share at which the free space is below the reserve, too. */
function softLimitPct(situation: Situation, totalBytes: number): number {
  const config = seen(situation, 'feConfig');
  const values = config.ok ? config.sight.states.at(-1)?.frontendConfig : undefined;
  const read = (key: string, otherwise: number) =>
    Number(values?.[`storage_usage_soft_limit_${key}`] ?? otherwise);
  const reserve = read('reserve_bytes', 200 * 2 ** 30);
  return Math.max(read('percent', 90), 100 - (100 * reserve) / totalBytes);
}

const reasonsOf = (expectation: Expectation): readonly UnknownReason[] =>
  expectation.kind === 'unknown' ? expectation.why : [];

/** BEs on the list that tell of their disks. */
function nodeRows(situation: Situation): Expectation {
  const list = seen(situation, 'backends');
  if (!list.ok || !isSharedNothing(situation)) {
    return unknown(...(list.ok ? whyNoRunMode : [list.why]));
  }
  const nodes = (list.sight.states.at(-1)?.backends ?? []).filter(
    (node) => node.alive && seen(situation, 'beMetrics', computeId(node)).ok,
  );
  const sum = (id: string, pick: 'used' | 'total') =>
    hull(
      (sightsOf(situation, 'beMetrics', id).at(-1)?.states ?? []).map((state: ClusterState) => {
        const disks = fileSystems(computeIn(state, id)?.storage?.reported.disks ?? []);
        return point(
          disks.reduce(
            (total, { totalBytes, availBytes }) =>
              total + (pick === 'total' ? totalBytes : totalBytes - availBytes),
            0,
          ),
        );
      }),
    );
  return {
    kind: 'rows',
    meta: metaOf(situation, 'backends', list.sight),
    rows: nodes.map((node) => {
      const id = computeId(node);
      const [used, total] = [sum(id, 'used'), sum(id, 'total')];
      const fit = slopeOf(situation, 'disk', isDiskOf(id));
      const likely = (pct: number) =>
        fit === undefined
          ? exact(null)
          : daysCell(daysTo(subtract(scale(total, pct / 100), used), fit.perDay));
      return fields({
        node: exact(id),
        host: exact(node.host),
        used: within(used),
        total: within(total),
        perDay: slopeCell(fit?.perDay),
        likely80: likely(80),
        likely90: likely(90),
        likely100: likely(100),
        days: exact(fit?.days ?? storedDays(situation, id)),
      });
    }),
    ids: nodes.map(computeId),
    idOf: (row) => String(row['node']),
    ...(nodes.every((node) => slopeOf(situation, 'disk', isDiskOf(computeId(node))) !== undefined)
      ? {}
      : { unknownColumns: { perDay: [tooYoung] } }),
  };
}

const isDiskOf =
  (id: string) =>
  (name: string): boolean =>
    name.startsWith(`${JSON.stringify([id]).slice(0, -1)},`);

/** Whole days of UTC of which a size of the node was imported; today is not over. */
function storedDays({ past, now }: Situation, id: string): number {
  const dayOf = (at: number) => Math.floor(at / 86_400_000);
  const days = past
    .flatMap(({ subjects }) => subjects ?? [])
    .filter(({ kind, name }) => kind === 'disk' && isDiskOf(id)(name))
    .map(({ at }) => dayOf(at));
  return new Set(days.filter((day) => day < dayOf(now))).size;
}
