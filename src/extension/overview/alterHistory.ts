import type { AlterKind } from '../../shared/model/schemaChangeStats';
import type { EpochMs } from '../../shared/time';
import type { AlterCounts, AlterJobRow } from '../starrocks/sources/alterJobs';

export type AlterList = {
  readonly kind: AlterKind;
  readonly database: string;
  readonly jobs: readonly AlterJobRow[];
  readonly observedAt: EpochMs;
};

/** What the sweep over the databases has gathered so far. */
export type AlterHistory = {
  /** By name; undefined = not known yet. */
  readonly databases: readonly string[] | undefined;
  /** The last counts of each database that gave some. */
  readonly counts: ReadonlyMap<
    string,
    { readonly value: AlterCounts; readonly observedAt: EpochMs }
  >;
  /** The last list of each kind and database that was asked for one. */
  readonly lists: readonly AlterList[];
  /** Set when the cluster's version has no list of OPTIMIZE jobs. */
  readonly noOptimize: boolean;
};
