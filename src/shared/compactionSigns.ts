/**
 * Signs by which slow compaction is recognised, and the setting that bears on each: the one table of
 * the advice, the document of Diagnose Compaction and docs/compaction.md.
 */
import type { RunMode } from './model/clusterHealth';

export const compactionSignIds = [
  'switchedOff',
  'disabledTables',
  'noNode',
  'capped',
  'saturated',
  'queued',
  'remoteReads',
  'failing',
  'publishStuck',
  'skewed',
  'localOff',
  'localBacklog',
] as const;
export type CompactionSignId = (typeof compactionSignIds)[number];

/** Where a setting lives: in every FE, or in every BE and CN. */
export type SettingRole = 'fe' | 'be';

export type CompactionSetting = {
  readonly role: SettingRole;
  readonly key: string;
  /** `restore`: back to `standard`. `raise`: twice the present value, within the bound. */
  readonly direction: 'raise' | 'restore';
  /** Default of the June 2025 source. */
  readonly standard: string;
};

export type CompactionSign = {
  readonly runMode: RunMode;
  /** null = no setting cures it. */
  readonly setting: CompactionSetting | null;
};

const tasks: CompactionSetting = {
  role: 'fe',
  key: 'lake_compaction_max_tasks',
  direction: 'restore',
  standard: '-1',
};

const threads: CompactionSetting = {
  role: 'be',
  key: 'compact_threads',
  direction: 'raise',
  standard: '4',
};

export const compactionSigns: Readonly<Record<CompactionSignId, CompactionSign>> = {
  switchedOff: { runMode: 'shared_data', setting: tasks },
  disabledTables: {
    runMode: 'shared_data',
    setting: {
      role: 'fe',
      key: 'lake_compaction_disable_ids',
      direction: 'restore',
      standard: '',
    },
  },
  noNode: { runMode: 'shared_data', setting: null },
  capped: { runMode: 'shared_data', setting: tasks },
  saturated: { runMode: 'shared_data', setting: threads },
  queued: { runMode: 'shared_data', setting: threads },
  remoteReads: { runMode: 'shared_data', setting: null },
  failing: { runMode: 'shared_data', setting: null },
  publishStuck: { runMode: 'shared_data', setting: null },
  skewed: { runMode: 'shared_data', setting: null },
  localOff: {
    runMode: 'shared_nothing',
    setting: {
      role: 'be',
      key: 'max_compaction_concurrency',
      direction: 'restore',
      standard: '-1',
    },
  },
  localBacklog: {
    runMode: 'shared_nothing',
    setting: {
      role: 'be',
      key: 'cumulative_compaction_num_threads_per_disk',
      direction: 'raise',
      standard: '1',
    },
  },
};

/** Marks of the signs. */
export const compactionSignMarks = {
  /** queued: seconds a sub-task waits on average. */
  queueSeconds: 60,
  /** remoteReads: times as much from object storage as from the cache. */
  remoteTimes: 10,
  /** failing: failures of one partition among the tasks remembered. */
  failures: 2,
  /** publishStuck: committed so long ago and not visible, ms. */
  publishMs: 60_000,
  /** saturated, queued: threads up to this share of a node's cores. */
  threadsOfCores: 0.5,
} as const;
