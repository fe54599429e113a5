/** SELECT: who may, who answers, and the typed result. */
import { allNodes } from '../../state/nodes';
import { leaderOf } from '../../state/second';
import type { SqlType } from '../../profiles/profile';
import {
  requireSystem,
  variable,
  wireColumn,
  type Answer,
  type StatementContext,
} from '../context';
import { readsAudit } from '../audit';
import { ownCopy } from '../ownCopy';
import { noLeader, noNodes, SqlError, unknownTable } from '../sqlError';
import { SCHEMA_ROWS, inSessionDatabase } from './schemaRows';
import { columnTypes, selectItems } from './selectList';
import type { SchemaRow, SqlEngine } from './sqlEngine';
import { tokenize } from './tokens';

export function runSelect(context: StatementContext, engine: SqlEngine): Answer {
  const tables = schemaTablesIn(context.sql);
  if (readsAudit(context)) {
    requireNodes(context);
    engine.loadAudit(context);
  }
  const rows = new Map<string, readonly SchemaRow[]>();
  for (const name of tables) {
    const table = context.profile.tables[name];
    if (table === undefined) {
      throw unknownTable(context.profile, `information_schema.${name}`);
    }
    if (table.needs !== null) {
      requireSystem(context, table.needs);
    }
    const inFrontend =
      table.answeredBy === 'frontend' ||
      (name === 'materialized_views' && isEvaluatedInFrontend(context));
    if (!inFrontend) {
      requireNodes(context);
    }
    if (table.answeredBy === 'leader' && leaderOf(context.state) === undefined) {
      throw noLeader();
    }
    if (name === 'load_tracking_logs' && !/\b(?:job_id|label)\b\s*=/i.test(context.sql)) {
      throw new SqlError(1064, 'load_tracking_logs must specify label or job_id');
    }
    const answering = table.answeredBy === 'connected' ? ownCopy(context) : context;
    const all = SCHEMA_ROWS[name]?.(answering) ?? [];
    rows.set(
      name,
      inFrontend && name === 'materialized_views' ? inSessionDatabase(context, all) : all,
    );
  }
  // Versions without the variable run every SELECT on a node, constants too.
  const constantsInFrontend = variable(context, 'enable_constant_execute_in_fe') === 'true';
  if (tables.size === 0 && (!constantsInFrontend || /\bcurrent_version\s*\(/i.test(context.sql))) {
    requireNodes(context);
  }
  const result = engine.select(context, rows);
  const items = selectItems(context.sql, context.profile);
  const types = columnTypes(tokenize(context.sql), context.profile);
  return {
    kind: 'rows',
    columns: result.names.map((name, index) => {
      const item = items?.length === result.names.length ? items[index] : undefined;
      const known = item === undefined ? types.get(name.toUpperCase())?.[1] : item.type;
      return wireColumn([
        item?.name ?? name,
        known ?? guessType(result.rows.map((row) => row[index] ?? null)),
      ]);
    }),
    rows: result.rows.map((row) =>
      row.map((cell) =>
        cell === null
          ? null
          : cell instanceof Uint8Array
            ? Buffer.from(cell).toString('utf8')
            : String(cell),
      ),
    ),
  };
}

/** Tables of information_schema that a statement reads. */
function schemaTablesIn(sql: string): ReadonlySet<string> {
  const tokens = tokenize(sql).filter(
    (token) => token.kind !== 'space' && token.kind !== 'comment',
  );
  const found = new Set<string>();
  tokens.forEach((token, index) => {
    const bare = token.text.replaceAll('`', '').toLowerCase();
    const next = tokens[index + 2];
    if (bare === 'information_schema' && tokens[index + 1]?.text === '.' && next !== undefined) {
      found.add(next.text.replaceAll('`', '').toLowerCase());
    }
  });
  return found;
}

/** Throws where no node is there to run a SELECT. */
export function requireNodes(context: StatementContext): void {
  if (!allNodes(context.state).some((node) => node.alive && node.running)) {
    throw noNodes(context.state.runMode);
  }
}

/** materialized_views without WHERE, or with equalities only, never leaves the FE. */
function isEvaluatedInFrontend(context: StatementContext): boolean {
  if (variable(context, 'enable_evaluate_schema_scan_rule') !== 'true') {
    return false;
  }
  const where = /\bwhere\b([\s\S]*?)(?:\border\s+by\b|\blimit\b|\bgroup\s+by\b|$)/i.exec(
    context.sql,
  )?.[1];
  return (
    where === undefined ||
    where
      .split(/\band\b/i)
      .every((term) => /^\s*`?TABLE_(SCHEMA|NAME)`?\s*=\s*'[^']*'\s*$/i.test(term))
  );
}

function guessType(values: readonly unknown[]): SqlType {
  const known = values.filter((value) => value !== null);
  if (known.length > 0 && known.every((value) => typeof value === 'number')) {
    return known.every((value) => Number.isInteger(value)) ? 'BIGINT' : 'DOUBLE';
  }
  return 'VARCHAR';
}
