/** Which signs of slow compaction must be named, and with which setting (starrocks-metrics K.2, K.3). */
import type { CompactionTaskState } from '../../src/demo/truthCompaction';
import type { Marks } from './expectCompaction';
import type { Expectation } from './expectation';
import { anyOf, exact, fields, list, sentence } from './expectation';
import { localWaiting, versionsGauge } from './expectLocalCompaction';
import { maxOf } from './figures';
import { series } from './series';
import type { Situation } from './situation';
import { aliveComputes, computesSeen, runModeTold, seen } from './situation';
import { eachBackend, versionLimitOf } from './storageRuleTable';
import { seesDatabase } from './visibleDatabases';

type Advice = {
  readonly sign: string;
  readonly setting?: {
    readonly role: 'fe' | 'be';
    readonly key: string;
    readonly suggested: (value: number) => string;
  };
};

const unlimitedTasks = {
  role: 'fe',
  key: 'lake_compaction_max_tasks',
  suggested: () => '-1',
} as const;

export function expectCompactionAdvice(situation: Situation, marks: Marks): Expectation {
  const runMode = runModeTold(situation);
  if (runMode === undefined) {
    return list([]);
  }
  if (runMode === 'shared_nothing') {
    return listOf(situation, localAdvice(situation));
  }
  const tasks = seen(situation, 'lakeCompactions');
  const options = tasks.ok
    ? tasks.sight.states.map(({ compactions: { running, history } }) => [...running, ...history])
    : [undefined];
  return anyOf(
    options.map((all) =>
      listOf(situation, [
        ...configured(situation, marks, all),
        ...(all === undefined ? [] : ofTasks(situation, all)),
        ...skewed(situation, marks),
      ]),
    ),
  );
}

const score = (situation: Situation): number => {
  const found = series.compactionScore.value(situation);
  return found.ok ? found.range.lo : Number.NaN;
};

function configured(
  situation: Situation,
  marks: Marks,
  tasks: readonly CompactionTaskState[] | undefined,
): readonly Advice[] {
  const config = frontendConfig(situation);
  const maximum = config?.['lake_compaction_max_tasks'];
  const alive = aliveComputes(situation).length;
  const listed = computesSeen(situation) !== undefined;
  const limit = Number(maximum) < 0 ? (listed ? 16 * alive : Number.NaN) : Number(maximum);
  const running = tasks?.filter((task) => task.finishedAt === null && task.error === null).length;
  const full = running !== undefined && limit > 0 && running >= limit;
  const high = score(situation) > marks.slowdown;
  const bothListed = seen(situation, 'backends').ok && seen(situation, 'computeNodes').ok;
  return [
    ...given(maximum === '0', { sign: 'switchedOff', setting: unlimitedTasks }),
    ...given((config?.['lake_compaction_disable_ids'] ?? '') !== '', {
      sign: 'disabledTables',
      setting: { role: 'fe', key: 'lake_compaction_disable_ids', suggested: () => '' },
    }),
    ...given(bothListed && alive === 0 && score(situation) > marks.selectorMin, { sign: 'noNode' }),
    ...given(full && high && Number(maximum) > 0, { sign: 'capped', setting: unlimitedTasks }),
    ...given(full && high && Number(maximum) < 0, {
      sign: 'saturated',
      setting: threads(situation, 'compact_threads'),
    }),
  ];
}

function ofTasks(situation: Situation, tasks: readonly CompactionTaskState[]): readonly Advice[] {
  const profiles = tasks.flatMap(({ profile }) => (profile === null ? [] : [profile]));
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + Math.trunc(b), 0);
  const waits = sum(profiles.map(({ inQueueSec }) => inQueueSec));
  const parts = sum(profiles.map(({ subTaskCount }) => subTaskCount));
  const remote = sum(profiles.map(({ readRemoteMb }) => readRemoteMb));
  const local = sum(profiles.map(({ readLocalMb }) => readLocalMb));
  const failed = tasks.filter(({ error }) => error !== null).map((task) => task.partitionId);
  const late = tasks.some(
    ({ committedAt, finishedAt, error }) =>
      committedAt !== null &&
      finishedAt === null &&
      error === null &&
      situation.now - committedAt > 60_000,
  );
  return [
    ...given(waits > 60 * parts, {
      sign: 'queued',
      setting: threads(situation, 'compact_threads'),
    }),
    ...given(remote > 10 * local, { sign: 'remoteReads' }),
    ...given(new Set(failed).size < failed.length, { sign: 'failing' }),
    ...given(late, { sign: 'publishStuck' }),
  ];
}

function skewed(situation: Situation, marks: Marks): readonly Advice[] {
  const answer = seen(situation, 'partitions');
  const [worst] = (answer.ok ? (answer.sight.states.at(-1)?.partitions ?? []) : [])
    .filter(({ database }) => seesDatabase(situation, database))
    .toSorted((a, b) => b.score.max - a.score.max);
  return given(
    worst !== undefined && worst.score.max > marks.slowdown && worst.score.avg <= marks.selectorMin,
    { sign: 'skewed' },
  );
}

function localAdvice(situation: Situation): readonly Advice[] {
  const config = backendConfig(situation);
  const versions = maxOf(eachBackend(situation, (node) => versionsGauge(situation, node)));
  const waiting = localWaiting(situation);
  const behind = versions.ok && versions.range.lo > 0.4 * versionLimitOf(situation).max;
  return [
    ...given(config?.['max_compaction_concurrency'] === '0', {
      sign: 'localOff',
      setting: { role: 'be', key: 'max_compaction_concurrency', suggested: () => '-1' },
    }),
    ...given(behind && waiting.ok && waiting.range.lo > 0, {
      sign: 'localBacklog',
      setting: threads(situation, 'cumulative_compaction_num_threads_per_disk'),
    }),
  ];
}

const given = (holds: boolean, advice: Advice): readonly Advice[] => (holds ? [advice] : []);

/** Twice as many, up to half the cores of the smallest node. */
const threads = (situation: Situation, key: string): NonNullable<Advice['setting']> => ({
  role: 'be',
  key,
  suggested: (value) => {
    const cores = Math.min(...aliveComputes(situation).map(({ cpuCores }) => cpuCores));
    return String(Math.min(2 * value, Math.floor(cores / 2)));
  },
});

function frontendConfig(situation: Situation): Readonly<Record<string, string>> | undefined {
  const answer = seen(situation, 'feConfig');
  return answer.ok ? answer.sight.states.at(-1)?.frontendConfig : undefined;
}

function backendConfig(situation: Situation): Readonly<Record<string, string>> | undefined {
  const answer = seen(situation, 'beConfig');
  return answer.ok ? answer.sight.states.at(-1)?.backendConfig : undefined;
}

const listOf = (situation: Situation, advices: readonly Advice[]): Expectation =>
  list(
    advices.map(({ sign, setting }) =>
      fields({
        sign: exact(sign),
        evidence: sentence(),
        action: sentence(),
        setting: setting === undefined ? exact(null) : expectSetting(situation, setting),
      }),
    ),
  );

function expectSetting(
  situation: Situation,
  { role, key, suggested }: NonNullable<Advice['setting']>,
): Expectation {
  const config = role === 'fe' ? frontendConfig(situation) : backendConfig(situation);
  const present = config?.[key];
  const value = present === undefined ? undefined : suggested(Number(present));
  // More threads, never fewer; a node that is switched off has none to double.
  const isFewer = Number(value) > 0 && Number(value) < Number(present);
  const isChange = value !== undefined && value !== present && !isFewer;
  return fields({
    role: exact(role),
    key: exact(key),
    changes: list(
      isChange
        ? [fields({ backend: exact(null), present: exact(present), suggested: exact(value) })]
        : [],
    ),
  });
}
