/** Which settings must be shown as changed: those whose value is not the default of the source. */
import type { Expectation } from './expectation';
import { exact, fields, unknown } from './expectation';
import type { Situation } from './situation';
import { seen } from './situation';

const standards = {
  fe: {
    edit_log_roll_num: '50000',
    label_keep_max_num: '1000',
    label_keep_max_second: '259200',
    lake_compaction_disable_ids: '',
    lake_compaction_max_tasks: '-1',
    lake_compaction_score_selector_min_score: '10',
    lake_ingest_slowdown_ratio: '0.1',
    lake_ingest_slowdown_threshold: '100',
    max_running_txn_num_per_db: '1000',
    meta_delay_toleration_second: '300',
    qe_slow_log_ms: '5000',
    storage_usage_hard_limit_percent: '95',
    storage_usage_hard_limit_reserve_bytes: '107374182400',
    storage_usage_soft_limit_percent: '90',
    storage_usage_soft_limit_reserve_bytes: '214748364800',
  },
  be: {
    base_compaction_num_threads_per_disk: '1',
    cumulative_compaction_num_threads_per_disk: '1',
    max_compaction_concurrency: '-1',
    mem_limit: '90%',
    tablet_max_versions: '1000',
    update_compaction_num_threads_per_disk: '1',
  },
} as const;

export function expectConfiguration(situation: Situation): Expectation {
  const frontend = seen(situation, 'feConfig');
  const backend = seen(situation, 'beConfig');
  if (!frontend.ok && !backend.ok) {
    return unknown(frontend.why);
  }
  // All nodes of the demo cluster have one configuration.
  const changed = [
    ...(frontend.ok ? changedOf('fe', frontend.sight.states.at(-1)?.frontendConfig ?? {}) : []),
    ...(backend.ok ? changedOf('be', backend.sight.states.at(-1)?.backendConfig ?? {}) : []),
  ];
  return {
    kind: 'rows',
    meta: {
      source: ['feConfig', 'beConfig'],
      ...(frontend.ok && backend.ok ? {} : { bound: 'lower' as const }),
    },
    rows: changed.map((row) =>
      fields({
        role: exact(row.role),
        key: exact(row.key),
        value: exact(row.value),
        standard: exact(row.standard),
        others: exact({}),
      }),
    ),
    ids: changed.map(({ key }) => key),
    idOf: (row) => String(row['key']),
  };
}

function changedOf(role: keyof typeof standards, config: Readonly<Record<string, string>>) {
  return Object.entries(standards[role]).flatMap(([key, standard]) => {
    const value = config[key];
    const isSame = value === standard || (value !== '' && Number(value) === Number(standard));
    return value === undefined || isSame ? [] : [{ role, key, value, standard }];
  });
}
