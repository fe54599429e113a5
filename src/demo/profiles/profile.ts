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
  };
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
  readonly errors: {
    readonly accessDenied: number;
    readonly unknownTable: number;
    readonly unknownDatabase: number;
  };
};
