import { readTable } from './readTable';
import type { SqlSource } from './source';

/**
 * The white-listed keys of ADMIN SHOW FRONTEND CONFIG (semantics 1.5), as text. The full list is
 * never kept or logged: it holds passwords in clear.
 */
export type FrontendConfig = Readonly<Record<string, string>>;

const keysKept: ReadonlySet<string> = new Set([
  'run_mode',
  'lake_compaction_max_tasks',
  'lake_compaction_score_selector_min_score',
  'lake_enable_ingest_slowdown',
  'lake_ingest_slowdown_threshold',
  'lake_ingest_slowdown_ratio',
  'lake_compaction_score_upper_bound',
  'lake_compaction_disable_ids',
  'lake_compaction_history_size',
  'max_running_txn_num_per_db',
  'qe_max_connection',
  'qe_slow_log_ms',
  'edit_log_roll_num',
  'meta_delay_toleration_second',
  'heartbeat_timeout_second',
  'heartbeat_retry_times',
  'storage_usage_soft_limit_percent',
  'storage_usage_soft_limit_reserve_bytes',
  'storage_usage_hard_limit_percent',
  'storage_usage_hard_limit_reserve_bytes',
  'enable_safe_mode',
  'label_keep_max_num',
  'label_keep_max_second',
  'enable_routine_load_lag_metrics',
  'min_routine_load_lag_for_metrics',
  'enable_collect_query_detail_info',
]);

const columns = { key: 'Key', value: 'Value' } as const;

/** One statement for all keys; what is not on the list is dropped here and goes nowhere. */
export const feConfig: SqlSource<FrontendConfig> = {
  id: 'feConfig',
  privilege: 'operate',
  select: false,
  forms: [
    {
      form: 'admin-show',
      sql: 'ADMIN SHOW FRONTEND CONFIG',
      parse: (answer) => {
        const kept = answer.rows.filter((row) => keysKept.has(row['Key'] ?? ''));
        const parsed = readTable({ ...answer, rows: kept }, columns, ['key', 'value'], (cells) => {
          return [cells.required('key'), cells.text('value') ?? ''] as const;
        });
        return { value: Object.fromEntries(parsed.value), rows: parsed.rows };
      },
    },
  ],
};
