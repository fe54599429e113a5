import type { CompactionStats } from '../../shared/model/compactionStats';

/** Whether compaction is a matter of each BE; not while the run mode is unknown. */
export const isSharedNothing = ({ runMode }: Pick<CompactionStats, 'runMode'>): boolean =>
  runMode.known && runMode.value === 'shared_nothing';
