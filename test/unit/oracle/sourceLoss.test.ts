/**
 * Every source lost, for every reason for which a fault of the simulator loses it
 * (sourceFaults.test.ts): exactly which readings are unknown then, and why; all others equal those of
 * a monitor beside it that is told everything.
 */
import * as assert from 'node:assert/strict';
import { isHttpProbe } from '../../../src/extension/collect/cadence';
import { LossRig, type LossRigOptions } from './support/lossRig';
import { lossRows, type LossRow } from './support/lossRows';
import { isUnder, lostReadings, readingsOf, type Lost } from './support/lostReadings';
import { faultColumns, isScraped, outcomeOf, type Source } from './support/sourceOutcomes';
import type { UnknownReason } from '../../../src/shared/reading';

/** What only older or other clusters are asked. */
const ofOlder: readonly Source[] = [
  'backends',
  'localCompactions',
  'streamLoads',
  'feMetricsSql',
  'beMetricsSql',
  'profileList',
  'tabletScheduler',
];
const ofNewest = (Object.keys(lossRows) as Source[]).filter((source) => !ofOlder.includes(source));

const kinds: readonly {
  readonly name: string;
  readonly sources: readonly Source[];
  readonly options: LossRigOptions;
}[] = [
  {
    name: 'of the newest version, with an audit log and query queues',
    sources: ofNewest,
    options: {
      cluster: { situation: { audit: 'plugin' } },
      variables: { enable_query_queue_select: 'true' },
    },
  },
  {
    name: 'of 3.2 with disks of its own, by SQL only',
    sources: ofOlder,
    options: { cluster: { profile: '3.2', mode: 'shared_nothing' }, httpOff: true },
  },
];

/** For these SQL stands in at once, where every node of a kind fails (faults.test.ts). */
const closing: readonly UnknownReason[] = [
  'unreachable',
  'timeout',
  'denied',
  'unsupported-version',
];

/** By fault, of those by which the source is lost. */
function reasonsOf(source: Source): readonly UnknownReason[] {
  return faultColumns
    .map((column) => outcomeOf(column, source))
    .filter((outcome) => outcome !== 'answers')
    .filter((why) => !isScraped(source) || isHttpProbe(source) || !closing.includes(why));
}

describe('every source lost: exactly which readings are unknown', function () {
  this.timeout(120_000);
  const counted = { sources: 0, faults: 0, readings: 0 };

  for (const { name, sources, options } of kinds) {
    describe(name, () => {
      let rig: LossRig;

      before(async () => {
        rig = await LossRig.start(sources, options);
      });

      after(async () => {
        await rig.stop();
      });

      for (const source of sources) {
        it(source, () => {
          const reasons = reasonsOf(source);
          for (const why of new Set(reasons)) {
            assertRow(rig, source, why);
          }
          counted.sources += 1;
          counted.faults += reasons.length;
          counted.readings += new Set(reasons).size * readingsOf(rig.whole).size;
        });
      }
    });
  }

  after(() => {
    console.log(
      `      ${counted.sources} sources × the faults by which they are lost: ${counted.faults}; ${counted.readings} readings compared`,
    );
  });
});

function assertRow(rig: LossRig, source: Source, why: UnknownReason): void {
  const told = rig.without(source, why);
  const actual = lostReadings(rig.whole, told);
  const row = lossRows[source];
  assert.deepEqual(unexpected(row, why, actual), [], `${source} ${why}: nothing else differs`);
  const before = [...readingsOf(rig.whole)];
  // What a version does not tell looks the same when it is lost for that reason.
  const untold = (top: string) =>
    before.every(([path, state]) => !isUnder(path, top) || state === why);
  assert.deepEqual(unseen(row, why, actual, untold), [], `${source} ${why}: all of it is seen`);
  const { lost = [], otherwise } = row;
  const gone = expanded([...lost, ...(otherwise?.lost ?? [])]);
  const left = [...readingsOf(told)].filter(
    ([path, state]) => state === 'known' && gone.some((top) => isUnder(path, top)),
  );
  assert.deepEqual(left, [], `${source} ${why}: nothing of it is left`);
}

/** Paths that a row names, by what it says of them. */
function named(row: LossRow, why: UnknownReason): Readonly<Record<string, readonly string[]>> {
  const { lost = [], otherwise, changed = [] } = row;
  const own = otherwise === undefined ? {} : { [otherwise.why]: expanded(otherwise.lost) };
  return {
    ...own,
    [why]: [...expanded(lost), ...(otherwise?.why === why ? expanded(otherwise.lost) : [])],
    changed: expanded(changed),
  };
}

const seen = ({ unknown, changed }: Lost): Readonly<Record<string, readonly string[]>> => ({
  ...unknown,
  changed,
});

function unexpected(row: LossRow, why: UnknownReason, actual: Lost): readonly string[] {
  const tops = named(row, why);
  return Object.entries(seen(actual)).flatMap(([what, paths]) =>
    paths
      .filter((path) => tops[what]?.some((top) => isUnder(path, top)) !== true)
      .map((path) => `${what} ${path}`),
  );
}

function unseen(
  row: LossRow,
  why: UnknownReason,
  actual: Lost,
  untold: (top: string) => boolean,
): readonly string[] {
  const paths = seen(actual);
  return Object.entries(named(row, why)).flatMap(([what, tops]) =>
    tops
      .filter((top) => paths[what]?.some((path) => isUnder(path, top)) !== true)
      .filter((top) => what !== why || !untold(top))
      .map((top) => `${what} ${top}`),
  );
}

/** `a.{b,c}` as `a.b` and `a.c`. */
function expanded(patterns: readonly string[]): readonly string[] {
  return patterns.flatMap((pattern) => {
    const [all, before = '', names = ''] = /^(.*)\{(.*)\}$/.exec(pattern) ?? [];
    return all === undefined ? [pattern] : names.split(',').map((name) => `${before}${name}`);
  });
}
