import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';

export type EngineCount = {
  /** As the cluster names it, e.g. `StarRocks`, `Hive`. */
  readonly engine: string;
  /** Tables of this engine, views apart. */
  readonly tables: number;
};

/** What holds data: a table or an asynchronous materialized view. */
export type TableSize = {
  /** Database it is in. */
  readonly database: string;
  /** Name of the table or view. */
  readonly name: string;
  /** A materialized view holds data like a table. */
  readonly kind: 'table' | 'materializedView';
  /** Shared-nothing: all replicas; shared-data: one copy. */
  readonly bytes: number;
  /** Of one replica, before updates are merged. */
  readonly rows: number | null;
  /** Bytes it grew by; null while no size of about that time ago is stored. */
  readonly grownDay: number | null;
  /** As `grownDay`, over seven days. */
  readonly grownWeek: number | null;
};

export type DatabaseSize = {
  /** Name of the database. */
  readonly name: string;
  /** Null: none of its tables may be seen. */
  readonly tables: number | null;
  /** As `tables`, plain views. */
  readonly views: number | null;
  /** As `tables`, asynchronous materialized views. */
  readonly materializedViews: number | null;
  /** The leader's count (`db_size_bytes`, 4.0 and newer), else Σ of the tables that may be seen. */
  readonly bytes: number | null;
  /** Σ over tables that may be seen, of one replica. */
  readonly rows: number | null;
  /** Bytes it grew by in a day; null while no size of about that time ago is stored. */
  readonly grownDay: number | null;
  /** As `grownDay`, over seven days. */
  readonly grownWeek: number | null;
};

/** What the cluster holds, as one walk over its metadata told it; the system's own tables left out. */
export type DataStatistics = {
  /** Without `information_schema` and `sys`. */
  readonly databases: Reading<number>;
  /** Tables that may be seen, of all engines; a lower bound where rights are missing. */
  readonly tables: Reading<number>;
  /** As `tables`, plain views. */
  readonly views: Reading<number>;
  /** As `tables`, asynchronous materialized views. */
  readonly materializedViews: Reading<number>;
  /** All of these that there are, as the FEs count them: more than are seen when rights are missing. */
  readonly existing: Reading<number>;
  /** Shared-nothing: all replicas; shared-data: one copy, without old versions not yet removed. */
  readonly bytes: Reading<number>;
  /** Σ over tables that may be seen, of one replica, before updates are merged. */
  readonly rows: Reading<number>;
  /** When the sizes were told that growth is measured from. */
  readonly dayAgo: Reading<EpochMs>;
  /** As `dayAgo`, for a week. */
  readonly weekAgo: Reading<EpochMs>;
  /** Tables by engine, most first. */
  readonly byEngine: Rows<EngineCount>;
  /** Largest first. */
  readonly largest: Rows<TableSize>;
  /** Of the largest tables those that grew most in a week, or in a day while no week is stored. */
  readonly growing: Rows<TableSize>;
  /** Largest first. */
  readonly byDatabase: Rows<DatabaseSize>;
};
