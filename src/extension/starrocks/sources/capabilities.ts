import type { RunMode } from '../../../shared/model/clusterHealth';
import type { UserHost } from '../../../shared/model/limitation';
import type { Failure } from '../classifyFailure';
import { MalformedAnswer } from '../failures';
import type { SqlAnswer } from '../lane';
import { known } from '../values';
import type { PartOutcome, SqlSource } from './source';

/**
 * What the connected user may do; null = the probe could not tell. `node` means "may list nodes",
 * for which OPERATE is as good as NODE.
 */
export type Privileges = { readonly operate: boolean | null; readonly node: boolean | null };

/** Probed at connect and every 30 min, not derived from a version number. */
export type Capabilities = {
  /** `version_comment`, as it is. */
  readonly version: string;
  /** Null when neither the configuration nor the node lists could tell. */
  readonly runMode: RunMode | null;
  readonly privileges: Privileges;
  /** Whether any query queue is switched on, or why not known; null = there is no such variable. */
  readonly queryQueue: boolean | null | Failure;
  /** Null when no grant is listed: it is in them that the cluster names the user's identity. */
  readonly userHost: UserHost | null;
};

/**
 * The version text needs no privilege and no BE. The other parts fail alone: whether the cluster
 * lets us do a thing is known best from doing it; grants are read for what could not be tried.
 */
export const capabilities: SqlSource<Capabilities> = {
  id: 'capabilities',
  privilege: 'none',
  select: false,
  forms: [
    {
      form: 'probe',
      sql: "SHOW VARIABLES LIKE 'version_comment'",
      parts: [
        { name: 'runMode', sql: "ADMIN SHOW FRONTEND CONFIG LIKE 'run_mode'" },
        { name: 'grants', sql: 'SHOW GRANTS' },
        { name: 'queue', sql: "SHOW GLOBAL VARIABLES LIKE 'enable_query_queue%'" },
        { name: 'backends', sql: 'SHOW BACKENDS', ifFailed: 'runMode' },
      ],
      parse: (answer, _context, parts) => {
        const version = known(answer.rows[0]?.['Value'] ?? null);
        if (version === null) {
          throw new MalformedAnswer('version_comment is empty');
        }
        const privileges = privilegesOf(parts);
        const queryQueue = queryQueueOf(parts);
        const runMode = runModeOf(parts);
        const userHost = userHostOf(answerOf(parts, 'grants'));
        return { value: { version, runMode, privileges, queryQueue, userHost }, rows: 1 };
      },
    },
  ],
};

/** The version text alone: the first thing to ask of whatever answers. */
export const versionComment: SqlSource<Capabilities> = {
  ...capabilities,
  forms: [{ ...capabilities.forms[0], form: 'version', parts: [] }],
};

type Parts = ReadonlyMap<string, PartOutcome>;

/** From the configuration; without OPERATE from the columns only shared-data lists have. */
function runModeOf(parts: Parts): RunMode | null {
  const config = answerOf(parts, 'runMode');
  const configured = known(config?.rows[0]?.['Value'] ?? null)?.toLowerCase();
  if (configured === 'shared_data' || configured === 'shared_nothing') {
    return configured;
  }
  // The key came with shared-data: a version without it knows nothing else.
  if (config?.rows.length === 0) {
    return 'shared_nothing';
  }
  const list = answerOf(parts, 'backends');
  if (list === undefined) {
    return null;
  }
  return list.columns.includes('StarletPort') ? 'shared_data' : 'shared_nothing';
}

/** Variables, not configuration: everybody may read them. */
function queryQueueOf(parts: Parts): Capabilities['queryQueue'] {
  const outcome = parts.get('queue');
  if (outcome?.ok === false) {
    return outcome.failure;
  }
  const rows = (outcome?.answer.rows ?? []).filter((row) =>
    /^enable_query_queue_(select|load|statistic)$/i.test(row['Variable_name'] ?? ''),
  );
  return rows.length === 0 ? null : rows.some((row) => row['Value']?.toLowerCase() === 'true');
}

/** From `'bob'@'10.%'`, or `'bob'@['example.com']` for a domain. */
function userHostOf(grants: SqlAnswer | undefined): UserHost | null {
  const identity = grants?.rows[0]?.['UserIdentity'] ?? '';
  const [, open, host] = /@(\[?)'([^']+)'\]?$/.exec(identity) ?? [];
  return host === undefined ? null : { host, isDomain: open === '[' };
}

function privilegesOf(parts: Parts): Privileges {
  const granted = grantedPrivileges(answerOf(parts, 'grants'));
  const operate = tried(parts.get('runMode')) ?? (granted.operate ? true : null);
  const listed = operate === true ? true : tried(parts.get('backends'));
  return { operate, node: listed ?? (granted.node ? true : null) };
}

/** Whether a statement was let through; null when it failed for another reason or was not asked. */
function tried(outcome: PartOutcome | undefined): boolean | null {
  if (outcome === undefined) {
    return null;
  }
  if (outcome.ok) {
    return true;
  }
  return outcome.failure.why === 'denied' ? false : null;
}

const operateRoles: readonly string[] = ['root', 'db_admin', 'security_admin'];
const nodeRoles: readonly string[] = ['root', 'cluster_admin'];

/**
 * Built-in roles and direct grants. A role of one's own may hold the privilege too, and a role that
 * is not active does not count, so this only ever says yes or nothing.
 */
function grantedPrivileges(grants: SqlAnswer | undefined): { operate: boolean; node: boolean } {
  const found = { operate: false, node: false };
  for (const row of grants?.rows ?? []) {
    const grant = row['Grants'] ?? '';
    const roles = [...(/^GRANT (.+) TO /i.exec(grant)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(
      (match) => match[1] ?? '',
    );
    const system = /^GRANT (.+) ON SYSTEM\b/i.exec(grant)?.[1]?.toUpperCase() ?? '';
    const direct = system.split(',').map((privilege) => privilege.trim());
    found.operate ||=
      roles.some((role) => operateRoles.includes(role)) || direct.includes('OPERATE');
    found.node ||= roles.some((role) => nodeRoles.includes(role)) || direct.includes('NODE');
  }
  return found;
}

function answerOf(parts: Parts, name: string): SqlAnswer | undefined {
  const outcome = parts.get(name);
  return outcome?.ok === true ? outcome.answer : undefined;
}
