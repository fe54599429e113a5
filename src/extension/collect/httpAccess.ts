import type { UnknownReason } from '../../shared/reading';
import type { HttpKind } from './cadence';
import type { Observation } from './observation';

type Failed = Extract<Observation<unknown>, { ok: false }>;

/** Failures by which a port is closed to us; a node that answers nonsense is not. */
const closedReasons: ReadonlySet<UnknownReason> = new Set([
  'unreachable',
  'timeout',
  'denied',
  'unsupported-version',
]);

/**
 * Knows which kind of node has its HTTP port closed to us: not one of those asked let us in. Its
 * metrics come by SQL then, and the port is tried again now and then.
 */
export class HttpAccess {
  readonly #failures = new Map<HttpKind, Failed>();

  get closed(): ReadonlySet<HttpKind> {
    return new Set(this.#failures.keys());
  }

  isClosed(kind: HttpKind): boolean {
    return this.#failures.has(kind);
  }

  /** How the last try ended, while the port is closed. */
  failureOf(kind: HttpKind): Failed | undefined {
    return this.#failures.get(kind);
  }

  /** Call after each round of scrapes with what the nodes of the kind answered. */
  conclude(kind: HttpKind, answers: readonly Observation<unknown>[]): void {
    const failed = answers.flatMap((answer) =>
      !answer.ok && closedReasons.has(answer.why) ? [answer] : [],
    );
    const [first] = failed;
    if (failed.length < answers.length) {
      this.#failures.delete(kind);
    } else if (first !== undefined) {
      this.#failures.set(kind, first);
    }
  }

  /** SQL reaches nobody either: the cluster is silent, which says nothing of the port. */
  doubt(kind: HttpKind): void {
    this.#failures.delete(kind);
  }

  /** Another network may let us in. */
  forget(): void {
    this.#failures.clear();
  }
}
