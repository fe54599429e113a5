/** `CapacityPrediction` from the truth: while no days are stored nothing can be foretold. */
import type { ClusterState } from '../../src/demo/truth';
import type { UnknownReason } from '../../src/shared/reading';
import { sizesByDatabase } from './expectDataStatistics';
import { expectDisks, fileSystems } from './expectDisks';
import type { Expectation } from './expectation';
import { exact, fields, unknown, within } from './expectation';
import { hull, point } from './interval';
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
  const until = notLocal ?? unknown(tooYoung, ...reasonsOf(disk('used')));
  return fields({
    cluster: fields({
      used: disk('used'),
      total: disk('total'),
      growth: notLocal ?? unknown(tooYoung),
      until80: until,
      until90: until,
      until100: until,
    }),
    objectStorage: fields({
      used: notObject ?? bytes,
      growth: notObject ?? unknown(tooYoung),
    }),
    firstFull: until,
    nodes: notLocal ?? nodeRows(situation),
    databases: sizesByDatabase(situation, (name, size) =>
      fields({
        name: exact(name),
        bytes: within(size),
        perDay: exact(null),
        low: exact(null),
        high: exact(null),
      }),
    ),
  });
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
    rows: nodes.map((node) =>
      fields({
        node: exact(computeId(node)),
        host: exact(node.host),
        used: within(sum(computeId(node), 'used')),
        total: within(sum(computeId(node), 'total')),
        perDay: exact(null),
        likely80: exact(null),
        likely90: exact(null),
        likely100: exact(null),
        days: exact(storedDays(situation)),
      }),
    ),
    ids: nodes.map(computeId),
    idOf: (row) => String(row['node']),
    ...(nodes.length === 0 ? {} : { unknownColumns: { perDay: [tooYoung] } }),
  };
}

/** Whole days of UTC of which a size was imported; today is not over. */
function storedDays({ past, now }: Situation): number {
  const dayOf = (at: number) => Math.floor(at / 86_400_000);
  const days = past.flatMap(({ subjects }) => subjects ?? []).map(({ at }) => dayOf(at));
  return new Set(days.filter((day) => day < dayOf(now))).size;
}
