/**
 * A profile is what one StarRocks version looks like from outside: columns, defaults, which
 * statements a follower forwards. Data only; another version is another object of this type.
 */
import type { DemoMode } from '../truth';

/** Type names as information_schema declares them. */
export type SqlType =
  'BOOLEAN' | 'INT' | 'BIGINT' | 'DOUBLE' | 'DATETIME' | 'VARCHAR' | 'JSON' | 'NESTED';

export type ColumnDef = readonly [name: string, type: SqlType];

/** Who answers the scan of an information_schema table. */
export type AnsweredBy = 'leader' | 'connected' | 'nodes' | 'frontend';

export type SchemaTable = {
  readonly columns: readonly ColumnDef[];
  readonly answeredBy: AnsweredBy;
  /** A right on SYSTEM without which the statement fails. */
  readonly needs: 'OPERATE' | null;
};

export type Profile = {
  readonly id: string;
  readonly version: string;
  /** Kinds of cluster it can be; the first is what it is when nothing is said. */
  readonly modes: readonly [DemoMode, ...DemoMode[]];
  /** Value of mysql_server_version: what the handshake says. */
  readonly serverVersion: string;
  /** When a login meets the connection limits; the older wording names neither limit nor count. */
  readonly limitChecked: 'beforePassword' | 'afterLogin';
  readonly columns: {
    readonly frontends: readonly string[];
    readonly backends: readonly string[];
    readonly computeNodes: readonly string[];
    /** Appended to the two above in shared-data. */
    readonly backendsSharedData: readonly string[];
    readonly computeNodesSharedData: readonly string[];
    readonly currentQueries: readonly string[];
    readonly compactions: readonly string[];
    readonly processList: readonly ColumnDef[];
    readonly warehouses: readonly string[];
    readonly runningQueries: readonly string[];
    readonly resourceGroups: readonly string[];
    readonly frontendConfig: readonly string[];
    /** Appended to SHOW ALTER TABLE COLUMN in shared-data. */
    readonly alterColumnSharedData: readonly string[];
  };
  /** What SHOW PROC '/' lists; every other path is unknown. */
  readonly procPaths: readonly string[];
  /** Statements it cannot parse: regular expressions of their beginnings, single-spaced. */
  readonly unknownStatements: readonly string[];
  /** SHOW PROC paths that a non-leader forwards (prefixes). */
  readonly forwardedProcPaths: readonly string[];
  readonly frontendConfig: Readonly<
    Record<string, readonly [value: string, type: string, mutable: boolean]>
  >;
  readonly backendConfig: Readonly<
    Record<string, readonly [value: string, type: string, mutable: boolean]>
  >;
  readonly variables: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, SchemaTable>>;
  readonly metrics: {
    /** Of all names, before `_fe_` and `_be_`. */
    readonly prefix: 'starrocks' | 'doris';
    /** Names without prefix. */
    readonly frontendAbsent: readonly string[];
    readonly backendAbsent: readonly string[];
    /** Leader gauges begin with the label `is_leader`. */
    readonly leaderLabel: boolean;
    /** `connection_total` has the label `user`. */
    readonly connectionsByUser: boolean;
    /** `node_info` counts living FEs and CNs as well. */
    readonly allNodeInfo: boolean;
  };
  /** Paths of the HTTP ports that answer 404. */
  readonly absentEndpoints: readonly string[];
  readonly behaviour: {
    readonly processListOf: 'all' | 'connected';
    /** Per FE: the same id is met on each of them. */
    readonly connectionIds: 'global' | 'perFrontend';
    /** '/current_queries' fails as a whole when a node thought alive does not answer. */
    readonly currentQueriesNeedAllNodes: boolean;
    /** Stream and routine loads are rows of information_schema.loads. */
    readonly loadsHoldStreamLoads: boolean;
    readonly warehousesInSharedNothing: 'refused' | 'listed';
    /** The function get_query_profile, which came with 3.0. */
    readonly profileFunction: boolean;
    /** The profile of a compaction counts segments. */
    readonly compactionSegments: boolean;
  };
  readonly errors: {
    readonly accessDenied: number;
    /** The short one names neither the object nor roles; `2.5` also calls OPERATE by its old name. */
    readonly accessDeniedWording: 'long' | 'short' | '2.5';
    readonly unknownTable: number;
    readonly unknownDatabase: number;
    /** 1064: wrapped as an analyzing error. */
    readonly unknownVariable: 1193 | 1064;
    /** To COM_STMT_PREPARE. */
    readonly prepare: readonly [code: number, text: string];
  };
  /** Words it uses instead of the known ones, by column. */
  readonly words: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What stands in columns that only it has. */
  readonly fillers: Readonly<Record<string, string>>;
};
