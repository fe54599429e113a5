import { readTable } from './readTable';
import type { SqlSource } from './source';

/** One white-listed setting of one BE or CN (semantics 1.5), as text. */
export type BackendSetting = {
  /** BackendId of SHOW BACKENDS, or ComputeNodeId. */
  readonly backend: string;
  readonly key: string;
  readonly value: string;
};

const keys = [
  'tablet_max_versions',
  'compact_threads',
  'max_compaction_concurrency',
  'cumulative_compaction_num_threads_per_disk',
  'base_compaction_num_threads_per_disk',
  'update_compaction_num_threads_per_disk',
  'mem_limit',
] as const;

const columns = { backend: 'BE_ID', key: 'NAME', value: 'VALUE' } as const;

/** Every node must answer, or the statement fails. */
export const beConfig: SqlSource<readonly BackendSetting[]> = {
  id: 'beConfig',
  privilege: 'operate',
  select: true,
  forms: [
    {
      form: 'be_configs',
      sql:
        `SELECT ${Object.values(columns).join(', ')} FROM information_schema.be_configs ` +
        `WHERE NAME IN (${keys.map((key) => `'${key}'`).join(', ')})`,
      parse: (answer) =>
        readTable(answer, columns, ['backend', 'key', 'value'], ({ text, required }) => ({
          backend: required('backend'),
          key: required('key'),
          value: text('value') ?? '',
        })),
    },
  ],
};
