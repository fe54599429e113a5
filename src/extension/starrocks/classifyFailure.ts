import type { UnknownReason } from '../../shared/reading';
import {
  CaFileError,
  CancelledError,
  DeadlineError,
  HttpStatusError,
  MalformedAnswer,
  NoCredentialsError,
  NotAskedError,
} from './failures';
import { redact } from './redact';

export type Failure = {
  readonly why: UnknownReason;
  /** The words of the server, the system or ours: one line, at most 300 characters, no secrets. */
  readonly message: string;
};

const messageLimit = 300;

/**
 * Turns whatever was thrown into the reason why a value is unknown: this file is the table "what
 * happened → reason". Server numbers differ by version for the same meaning
 * (5203/1252/1227), so words decide where they are stable.
 */
export function classifyFailure(error: unknown, secrets: readonly string[] = []): Failure {
  return { why: reasonOf(error), message: oneLine(redact(textOf(error), secrets)) };
}

/** Whether the connection must not be used again: it is gone, or an answer may still be under way. */
export function isFatalForLane(error: unknown): boolean {
  if (error instanceof DeadlineError || error instanceof CancelledError) {
    return true;
  }
  const { errno, code, fatal } = details(error);
  return fatal || (errno === undefined && code !== undefined);
}

/** Whether the connection was lost while idle or in mid-statement: reading again may be tried once. */
export function isConnectionLost(error: unknown): boolean {
  const { code } = details(error);
  return (
    code === 'PROTOCOL_CONNECTION_LOST' ||
    code === 'ECONNRESET' ||
    code === 'EPIPE' ||
    textOf(error).includes('connection is in closed state')
  );
}

/** The FE refuses further connections, of everybody or of this user. The number is a plain 1064. */
export function isConnectionLimit(error: unknown): boolean {
  return (
    details(error).errno === 1040 ||
    /^Reach\b.*\blimit\b|^Reach limit of connections/.test(textOf(error))
  );
}

/** A host answered that nothing accepts connections at this port. */
export function isRefused(error: unknown): boolean {
  return details(error).code === 'ECONNREFUSED';
}

/** The login itself was refused: trying again with the same password could lock the account. */
export function isLoginRefused(error: unknown): boolean {
  const { errno } = details(error);
  return errno === 1045 || errno === 5206 || errno === 5208;
}

const networkCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'ETIMEDOUT',
  'EPROTO',
  'PROTOCOL_CONNECTION_LOST',
  'HANDSHAKE_SSL_ERROR',
  'HANDSHAKE_NO_SSL_SUPPORT',
]);

const reasonByErrno: ReadonlyMap<number, UnknownReason> = new Map([
  [1045, 'no-credentials'],
  [5206, 'no-credentials'],
  [5208, 'no-credentials'],
  [1227, 'denied'],
  [1252, 'denied'],
  [1253, 'denied'],
  [5203, 'denied'],
  [5204, 'denied'],
  [5205, 'unreachable'],
  [5905, 'unreachable'],
  [5024, 'timeout'],
  [1051, 'unsupported-version'],
  [1054, 'unsupported-version'],
  [1193, 'unsupported-version'],
  [5502, 'unsupported-version'],
  [5509, 'unsupported-version'],
  [5907, 'not-applicable'],
]);

const reasonByWords: readonly (readonly [RegExp, UnknownReason])[] = [
  [/^Access denied; you need/, 'denied'],
  [/\bnode not found\. Check if any .* is down/, 'unreachable'],
  [/No alive backend or compute node/, 'unreachable'],
  [/^Query (reached its timeout|timeout)/, 'timeout'],
  [/\bUnknown table\b/, 'unsupported-version'],
  [/Column '.*' cannot be resolved/, 'unsupported-version'],
  [/Unknown proc node path|Cannot find path:|is not a directory/, 'unsupported-version'],
  [/^Getting syntax error/, 'unsupported-version'],
  [/Unknown system variable/, 'unsupported-version'],
];

function reasonOf(error: unknown): UnknownReason {
  if (error instanceof DeadlineError) {
    return error.phase === 'connect' || error.phase === 'lookup' ? 'unreachable' : 'timeout';
  }
  if (error instanceof CaFileError) {
    return 'unreachable';
  }
  if (error instanceof MalformedAnswer) {
    return 'malformed';
  }
  if (error instanceof NoCredentialsError) {
    return 'no-credentials';
  }
  if (error instanceof CancelledError) {
    return 'not-collected-yet';
  }
  if (error instanceof NotAskedError) {
    return error.why;
  }
  if (error instanceof HttpStatusError) {
    return error.status === 401 || error.status === 403
      ? 'denied'
      : error.status === 404
        ? 'unsupported-version'
        : 'failed';
  }
  return reasonOfForeign(error);
}

function reasonOfForeign(error: unknown): UnknownReason {
  const { errno, code } = details(error);
  const text = textOf(error);
  for (const [words, why] of reasonByWords) {
    if (words.test(text)) {
      return why;
    }
  }
  const byNumber = errno === undefined ? undefined : reasonByErrno.get(errno);
  if (byNumber !== undefined) {
    return byNumber;
  }
  // Numbers of the server are positive; those of the system (−111 …) come with a code.
  if (errno !== undefined && errno > 0) {
    return 'failed';
  }
  if (code === undefined) {
    return isConnectionLost(error) ? 'unreachable' : 'failed';
  }
  if (
    networkCodes.has(code) ||
    /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code)
  ) {
    return 'unreachable';
  }
  // HTTP parser, zlib and MySQL packet errors: something answers that speaks otherwise.
  return /^(HPE_|Z_|PROTOCOL_|HANDSHAKE_|ERR_BUFFER|ERR_OUT_OF_RANGE)/.test(code)
    ? 'malformed'
    : 'failed';
}

type Details = {
  readonly errno: number | undefined;
  readonly code: string | undefined;
  readonly fatal: boolean;
};

function details(error: unknown): Details {
  const inner = innermost(error);
  const get = (key: string): unknown =>
    typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined;
  const errno = get('errno');
  const code = get('code');
  return {
    errno: typeof errno === 'number' && errno > 0 ? errno : undefined,
    code: typeof code === 'string' ? code : undefined,
    fatal: get('fatal') === true,
  };
}

/** A name with several addresses fails with an AggregateError whose own message is empty. */
function innermost(error: unknown): unknown {
  return error instanceof AggregateError && error.errors.length > 0
    ? (error.errors[0] as unknown)
    : error;
}

function textOf(error: unknown): string {
  const inner = innermost(error);
  return inner instanceof Error ? inner.message || inner.name : String(inner);
}

function oneLine(text: string): string {
  const line = text.replace(/[\s\u0000-\u001f\u007f]+/g, ' ').trim();
  return line.length <= messageLimit ? line : `${line.slice(0, messageLimit - 1)}…`;
}
