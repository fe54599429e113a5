/**
 * Failures that we find ourselves; what drivers and servers throw stays as it is. The reason each
 * one stands for is decided in one place, `classifyFailure.ts`.
 */
import type { UnknownReason } from '../../shared/reading';

/** What our own deadline ran out on. Without a TCP connection the node counts as unreachable. */
export type DeadlinePhase = 'lookup' | 'connect' | 'greeting' | 'waiting' | 'answer';

export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  readonly phase: DeadlinePhase;

  constructor(phase: DeadlinePhase, message: string) {
    super(message);
    this.phase = phase;
  }
}

/** The file of trusted certificates cannot be used; the message names it and says why. */
export class CaFileError extends Error {
  override readonly name = 'CaFileError';
}

/** The caller does not want the answer any more. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';

  constructor() {
    super('cancelled');
  }
}

/** We closed the connection under a statement, for example after sleep. */
export class ConnectionClosedError extends Error {
  override readonly name = 'ConnectionClosedError';
  readonly code = 'PROTOCOL_CONNECTION_LOST';

  constructor() {
    super('the connection was closed');
  }
}

/** An answer came, but it is not what the source says it is, or not all of it. */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer';
}

export class HttpStatusError extends Error {
  override readonly name = 'HttpStatusError';
  readonly status: number | undefined;

  constructor(status: number | undefined, statusText = '') {
    super(`HTTP ${String(status)} ${statusText}`.trim());
    this.status = status;
  }
}

/** No password at hand, or the one at hand was refused and has not changed since. */
export class NoCredentialsError extends Error {
  override readonly name = 'NoCredentialsError';
}

/** Something that cannot be asked, for a reason that is known before asking. */
export class NotAskedError extends Error {
  override readonly name = 'NotAskedError';
  readonly why: UnknownReason;

  constructor(why: UnknownReason, message: string) {
    super(message);
    this.why = why;
  }
}
