/** Runs SELECTs: an in-memory SQLite that holds information_schema for the length of a statement. */
import type { BindParams, Database, SqlValue } from 'sql.js';
import type { Profile, SqlType } from '../../profiles/profile';
import { timeText, zoneOffsetMs } from '../../state/zone';
import { sessionTime, variable, type StatementContext } from '../context';
import {
  analyzingError,
  SqlError,
  syntaxError,
  unknownColumn,
  unknownDatabase,
  unknownTable,
  unknownVariable,
} from '../sqlError';
import { auditRow, auditTableOf } from '../audit';
import { defineAggregates, truncatedTime } from './sqlAggregates';
import { translate } from './translate';

export type Cell = string | number | null;
export type SchemaRow = Readonly<Record<string, Cell>>;
export type SelectResult = {
  readonly names: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
};

const UNIT_MS: Readonly<Record<string, number>> = {
  SECOND: 1000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
  WEEK: 604_800_000,
};

function affinityOf(type: SqlType): string {
  switch (type) {
    case 'BIGINT':
    case 'INT':
    case 'BOOLEAN':
      return 'INTEGER';
    case 'DOUBLE':
      return 'REAL';
    case 'DATETIME':
    case 'VARCHAR':
    case 'JSON':
    case 'NESTED':
      return 'TEXT';
  }
}

export class SqlEngine {
  private readonly database: Database;
  private readonly profile: Profile;
  private context: StatementContext | undefined;
  private hasAudit = false;

  private constructor(database: Database, profile: Profile) {
    this.database = database;
    this.profile = profile;
  }

  static async create(profile: Profile): Promise<SqlEngine> {
    const { default: initSqlJs } = await import('sql.js');
    const sqlJs = await initSqlJs();
    const engine = new SqlEngine(new sqlJs.Database(), profile);
    engine.prepareSchema();
    engine.defineFunctions();
    return engine;
  }

  close(): void {
    this.database.close();
  }

  /** Runs one SELECT over the given tables' rows (the others are empty). */
  select(
    context: StatementContext,
    tables: ReadonlyMap<string, readonly SchemaRow[]>,
  ): SelectResult {
    this.context = context;
    const sql = translate(context.sql, (name) => this.variableValue(context, name));
    for (const [table, rows] of tables) {
      this.fill(table, rows);
    }
    try {
      const statement = this.database.prepare(sql);
      try {
        const rows: SqlValue[][] = [];
        while (statement.step()) {
          rows.push(statement.get());
        }
        return { names: statement.getColumnNames(), rows };
      } finally {
        statement.free();
      }
    } catch (error) {
      throw this.asStarRocksError(context, error);
    } finally {
      for (const table of tables.keys()) {
        this.database.run(`DELETE FROM information_schema.${table}`);
      }
    }
  }

  /** Brings what the audit loader has delivered since; what is old goes with its partition. */
  loadAudit(context: StatementContext): void {
    const { queries } = context.world;
    const table = auditTableOf(context);
    if (table === undefined || queries.audit === undefined) {
      return;
    }
    const name = `\`${table.database}\`.\`${table.table}\``;
    const names = table.columns.map(([column]) => column);
    if (!this.hasAudit) {
      this.database.run(`ATTACH ':memory:' AS \`${table.database}\``);
      const list = table.columns.map(([column, type]) => `\`${column}\` ${affinityOf(type)}`);
      this.database.run(`CREATE TABLE ${name} (${list.join(', ')})`);
      this.hasAudit = true;
    }
    const insert = this.database.prepare(
      `INSERT INTO ${name} VALUES (${names.map(() => '?').join(', ')})`,
    );
    this.database.run('BEGIN');
    for (const query of queries.takeDelivered(context.world.now())) {
      const row = auditRow(context, queries.audit, query);
      insert.run(names.map((column) => row[column] ?? null));
    }
    this.database.run('COMMIT');
    insert.free();
  }

  private prepareSchema(): void {
    this.database.run("ATTACH ':memory:' AS information_schema");
    this.database.run('PRAGMA case_sensitive_like = ON');
    for (const [table, { columns }] of Object.entries(this.profile.tables)) {
      const list = columns.map(([name, type]) => `\`${name}\` ${affinityOf(type)}`);
      this.database.run(`CREATE TABLE information_schema.${table} (${list.join(', ')})`);
    }
  }

  private fill(table: string, rows: readonly SchemaRow[]): void {
    const columns = (this.profile.tables[table]?.columns ?? []).map(([name]) => name);
    const insert = this.database.prepare(
      `INSERT INTO information_schema.${table} VALUES (${columns.map(() => '?').join(', ')})`,
    );
    this.database.run('BEGIN');
    for (const row of rows) {
      const values: BindParams = columns.map((name) => {
        const value = row[name] ?? this.profile.fillers[name] ?? null;
        return typeof value === 'string' ? (this.profile.words[name]?.[value] ?? value) : value;
      });
      insert.run(values);
    }
    this.database.run('COMMIT');
    insert.free();
  }

  private variableValue(context: StatementContext, name: string): string {
    const bare = name.replace(/^(?:global|session)\./, '');
    const value = name.startsWith('global.')
      ? context.state.variables[bare]
      : variable(context, bare);
    if (value === undefined) {
      throw unknownVariable(context.profile, Object.keys(context.state.variables), bare);
    }
    return value;
  }

  /** The present session's context; functions are only called while a statement runs. */
  private running(): StatementContext {
    if (this.context === undefined) {
      throw new Error('no statement is running');
    }
    return this.context;
  }

  private defineFunctions(): void {
    const now = (): string => sessionTime(this.running(), this.running().world.now());
    const zone = (): string => variable(this.running(), 'time_zone') ?? 'UTC';
    const epochOf = (text: string): number => {
      const naive = Date.parse(`${text.replace(' ', 'T')}Z`);
      return naive - zoneOffsetMs(naive, zone());
    };
    const shift = (text: string | null, amount: number, unit: string): string | null => {
      if (text === null) {
        return null;
      }
      const at = Date.parse(`${text.replace(' ', 'T')}Z`);
      if (unit === 'MONTH' || unit === 'YEAR') {
        const date = new Date(at);
        date.setUTCMonth(date.getUTCMonth() + amount * (unit === 'YEAR' ? 12 : 1));
        return timeText(date.getTime(), 'UTC');
      }
      return timeText(at + amount * (UNIT_MS[unit] ?? 0), 'UTC');
    };
    const define = (name: string, fn: (...args: never[]) => Cell): void => {
      this.database.create_function(name, fn as (...args: unknown[]) => Cell);
    };
    for (const name of ['sr_now', 'sr_current_timestamp', 'sr_localtime', 'sr_localtimestamp']) {
      define(name, () => now());
    }
    define('sr_current_date', () => now().slice(0, 10));
    define('curdate', () => now().slice(0, 10));
    define('utc_timestamp', () => timeText(this.running().world.now(), 'UTC'));
    define('sr_date', (text: string | null) => text?.slice(0, 10) ?? null);
    define('sr_unix_timestamp', () =>
      Math.floor((this.running().world.now() + this.running().state.knobs.skewMs) / 1000),
    );
    define('sr_unix_timestamp', (text: string | null) =>
      text === null ? null : epochOf(text) / 1000,
    );
    define('from_unixtime', (seconds: number | null) =>
      seconds === null ? null : timeText(seconds * 1000, zone()),
    );
    define('sr_if', (condition: number | null, yes: Cell, no: Cell) =>
      condition === null || condition === 0 ? no : yes,
    );
    define('sr_version', () => this.profile.serverVersion);
    define('current_version', () => this.running().state.version);
    define('connection_id', () => this.running().session.connectionId);
    define('current_user', () => `'${this.running().session.user.name}'@'%'`);
    define('user', () => `'${this.running().session.user.name}'@'%'`);
    define('database', () => this.running().session.database);
    define('catalog', () => 'default_catalog');
    define('date_trunc', (unit: string, text: string | null) =>
      text === null ? null : truncatedTime(unit, text),
    );
    define('array_join', (json: string | null, separator: string) =>
      json === null ? null : (JSON.parse(json) as readonly string[]).join(separator),
    );
    defineAggregates(this.database);
    define('sr_left', (text: string | null, count: number) => text?.slice(0, count) ?? null);
    define('sr_right', (text: string | null, count: number) => text?.slice(-count) ?? null);
    define('regexp', (pattern: string, text: string | null) =>
      text === null ? null : Number(new RegExp(pattern, 's').test(text)),
    );
    define('sr_shift', shift);
    define('date_add', shift);
    define('date_sub', (text: string | null, amount: number, unit: string) =>
      shift(text, -amount, unit),
    );
    define('timestampdiff', (unit: string, from: string | null, to: string | null) =>
      from === null || to === null
        ? null
        : Math.trunc((epochOf(to) - epochOf(from)) / (UNIT_MS[unit] ?? 1)),
    );
  }

  private asStarRocksError(context: StatementContext, error: unknown): SqlError {
    if (error instanceof SqlError) {
      return error;
    }
    const message = error instanceof Error ? error.message : String(error);
    const column = /no such column: (.+)/.exec(message)?.[1];
    if (column !== undefined) {
      return unknownColumn(context.sql, column.split('.').at(-1) ?? column);
    }
    const table = /no such table: (.+)/.exec(message)?.[1];
    if (table !== undefined) {
      return this.missingTable(context, table);
    }
    const near = /near "(.+)": syntax error/s.exec(message)?.[1];
    if (near !== undefined) {
      return syntaxError(context.sql, context.sql.indexOf(near), near);
    }
    const called =
      /no such function: (.+)/.exec(message)?.[1] ??
      /wrong number of arguments to function (\w+)/.exec(message)?.[1];
    if (called !== undefined) {
      return analyzingError(
        `No matching function with signature: ${called.replace(/^sr_/, '').toLowerCase()}()`,
      );
    }
    const ambiguous = /ambiguous column name: (.+)/.exec(message)?.[1];
    if (ambiguous !== undefined) {
      return analyzingError(`Column '${ambiguous}' is ambiguous`);
    }
    return analyzingError(message);
  }

  private missingTable(context: StatementContext, name: string): SqlError {
    const [database, table] = name.includes('.')
      ? name.split('.')
      : [context.session.database, name];
    if (database === undefined || database === '') {
      return new SqlError(1046, 'No database selected', '3D000');
    }
    return context.state.databases.some((db) => db.name === database)
      ? unknownTable(context.profile, `${database}.${table ?? ''}`)
      : unknownDatabase(context.profile, database);
  }
}
