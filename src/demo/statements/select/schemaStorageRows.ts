/** Rows about local storage: be_compactions and be_tablets. In shared-data there is none. */
import { replicaPositions } from '../../state/replicas';
import type { ComputeNodeState } from '../../truthNodes';
import type { StatementContext } from '../context';
import type { SchemaRow } from './sqlEngine';

/** One row a node; compactions of primary-key tables are not in it, the two MANUAL columns never filled. */
export function compactionRow(node: ComputeNodeState): SchemaRow {
  const { storage } = node;
  const count = (kind: 'base' | 'cumulative'): number =>
    storage?.running.filter((task) => task.kind === kind).length ?? 0;
  const { base, cumulative } = storage?.tallies ?? { base: undefined, cumulative: undefined };
  const candidates = [base, cumulative].reduce((sum, tally) => sum + (tally?.waiting ?? 0), 0);
  return {
    BE_ID: node.id,
    CANDIDATES_NUM: candidates,
    BASE_COMPACTION_CONCURRENCY: count('base'),
    CUMULATIVE_COMPACTION_CONCURRENCY: count('cumulative'),
    LATEST_COMPACTION_SCORE: cumulative?.lastScore ?? 0,
    CANDIDATE_MAX_SCORE: Math.max(base?.lastScore ?? 0, cumulative?.lastScore ?? 0),
    MANUAL_COMPACTION_CONCURRENCY: 0,
    MANUAL_COMPACTION_CANDIDATES_NUM: 0,
  };
}

const TYPES = { DUP_KEYS: 'DUP', UNIQUE_KEYS: 'UNIQUE', AGG_KEYS: 'AGG', PRIMARY_KEYS: 'PRIMARY' };

/** One row per replica on the node. The first of a partition is its fullest. */
export function tabletRows(
  context: StatementContext,
  node: ComputeNodeState,
): readonly SchemaRow[] {
  const { storage } = node;
  const { backends, partitions, tables } = context.state;
  const position = backends.findIndex((each) => each.id === node.id);
  if (storage === null) {
    return [];
  }
  const tableOf = new Map(tables.map((table) => [`${table.database}.${table.name}`, table]));
  return partitions.flatMap((partition) => {
    const table = tableOf.get(`${partition.database}.${partition.table}`);
    const rowsets = storage.partitions[partition.id]?.rowsets ?? 1;
    const here = Array.from({ length: partition.buckets }, (_, bucket) => bucket).filter((bucket) =>
      replicaPositions(partition.id, bucket, backends.length).includes(position),
    );
    return here.map((bucket, index) => ({
      BE_ID: node.id,
      TABLE_ID: table?.id ?? null,
      PARTITION_ID: partition.id,
      TABLET_ID: partition.id * 100 + bucket,
      NUM_VERSION: Math.max(1, rowsets - (index % 3)),
      MAX_VERSION: partition.visibleVersion,
      MIN_VERSION: 0,
      NUM_ROWSET: Math.max(1, rowsets - (index % 3)),
      NUM_ROW: Math.round(partition.rows / partition.buckets),
      DATA_SIZE: Math.round(partition.bytes / partition.buckets / 3),
      INDEX_MEM: 120_331,
      CREATE_TIME: Math.floor(context.state.begun / 1000) - 86_400,
      STATE: 'RUNNING',
      TYPE: table === undefined ? null : TYPES[table.model],
      DATA_DIR: node.disks[bucket % node.disks.length]?.path ?? null,
      SHARD_ID: 0,
      SCHEMA_HASH: 1_344_119_612,
      INDEX_DISK: 0,
      MEDIUM_TYPE: 'HDD',
      NUM_SEGMENT: rowsets,
    }));
  });
}
