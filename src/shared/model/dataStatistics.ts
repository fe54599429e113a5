import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';

export type EngineCount = {
  /** As the cluster names it, e.g. `StarRocks`, `Hive`. */
  readonly engine: string;
  readonly tables: number;
};

/** What holds data: a table or an asynchronous materialized view. */
export type TableSize = {
  readonly database: string;
  readonly name: string;
  readonly kind: 'table' | 'materializedView';
  /** Shared-nothing: all replicas; shared-data: one copy. */
  readonly bytes: number;
  /** Of one replica, before updates are merged. */
  readonly rows: number | null;
  /** Bytes it grew by; null while no size of about that time ago is stored. */
  readonly grownDay: number | null;
  readonly grownWeek: number | null;
};

export type DatabaseSize = {
  readonly name: string;
  /** Null: none of its tables may be seen. */
  readonly tables: number | null;
  readonly views: number | null;
  readonly materializedViews: number | null;
  readonly bytes: number | null;
  readonly rows: number | null;
  readonly grownDay: number | null;
  readonly grownWeek: number | null;
};

/** What the cluster holds, as one walk over its metadata told it; the system's own tables left out. */
export type DataStatistics = {
  /** Without `information_schema` and `sys`. */
  readonly databases: Reading<number>;
  readonly tables: Reading<number>;
  readonly views: Reading<number>;
  readonly materializedViews: Reading<number>;
  /** All of these that there are, as the FEs count them: more than are seen when rights are missing. */
  readonly existing: Reading<number>;
  /** Shared-nothing: all replicas; shared-data: one copy, without old versions not yet removed. */
  readonly bytes: Reading<number>;
  readonly rows: Reading<number>;
  /** When the sizes were told that growth is measured from. */
  readonly dayAgo: Reading<EpochMs>;
  readonly weekAgo: Reading<EpochMs>;
  readonly byEngine: Rows<EngineCount>;
  /** Largest first. */
  readonly largest: Rows<TableSize>;
  /** Of the largest tables those that grew most in a week, or in a day while no week is stored. */
  readonly growing: Rows<TableSize>;
  /** Largest first. */
  readonly byDatabase: Rows<DatabaseSize>;
};
