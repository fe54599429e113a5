/**
 * Defaults of the June 2025 source, which that of December 2023 shares, of the settings that are read.
 * What is not here depends on version, run mode or machine.
 */
export const standardSettings: Readonly<Record<'fe' | 'be', Readonly<Record<string, string>>>> = {
  fe: {
    lake_compaction_max_tasks: '-1',
    lake_compaction_score_selector_min_score: '10',
    lake_ingest_slowdown_threshold: '100',
    lake_ingest_slowdown_ratio: '0.1',
    lake_compaction_disable_ids: '',
    max_running_txn_num_per_db: '1000',
    qe_slow_log_ms: '5000',
    edit_log_roll_num: '50000',
    meta_delay_toleration_second: '300',
    storage_usage_soft_limit_percent: '90',
    storage_usage_soft_limit_reserve_bytes: '214748364800',
    storage_usage_hard_limit_percent: '95',
    storage_usage_hard_limit_reserve_bytes: '107374182400',
    label_keep_max_num: '1000',
    label_keep_max_second: '259200',
  },
  be: {
    tablet_max_versions: '1000',
    max_compaction_concurrency: '-1',
    cumulative_compaction_num_threads_per_disk: '1',
    base_compaction_num_threads_per_disk: '1',
    update_compaction_num_threads_per_disk: '1',
    mem_limit: '90%',
  },
};
