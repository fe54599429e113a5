import { CancelledError, DeadlineError, type DeadlinePhase } from './failures';

/**
 * One deadline over everything a question needs: waiting for a lane, connecting, answering. `race`
 * rejects when it is over, whether or not the promise ever settles (mysql2's does not after destroy).
 */
export class Deadline {
  readonly #endsAt: number;
  readonly #ms: number;
  readonly #timer: NodeJS.Timeout;
  readonly #signal: AbortSignal | undefined;
  readonly #over = new AbortController();
  #phase: DeadlinePhase = 'waiting';
  #subject = '';

  constructor(ms: number, signal?: AbortSignal) {
    this.#ms = ms;
    this.#endsAt = performance.now() + ms;
    this.#signal = signal;
    this.#timer = setTimeout(() => this.#over.abort(this.#error()), ms);
    signal?.addEventListener('abort', this.#cancel, { once: true });
    if (signal?.aborted === true) {
      this.#cancel();
    }
  }

  /** Aborts with a DeadlineError or a CancelledError as its reason. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  get remainingMs(): number {
    return Math.max(0, this.#endsAt - performance.now());
  }

  /** Says what is waited for from now on; only the words of the failure depend on it. */
  enter(phase: DeadlinePhase, subject: string): void {
    this.#phase = phase;
    this.#subject = subject;
  }

  async race<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this.#over;
    let onAbort: (() => void) | undefined;
    try {
      return await Promise.race([
        promise,
        new Promise<never>((_resolve, reject) => {
          onAbort = () => reject(reasonOf(signal));
          if (signal.aborted) {
            onAbort();
          } else {
            signal.addEventListener('abort', onAbort, { once: true });
          }
        }),
      ]);
    } finally {
      if (onAbort !== undefined) {
        signal.removeEventListener('abort', onAbort);
      }
    }
  }

  /** Must be called when the question is answered: it stops the timer. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#cancel);
  }

  readonly #cancel = (): void => {
    this.#over.abort(new CancelledError());
  };

  #error(): DeadlineError {
    const words: Record<DeadlinePhase, string> = {
      lookup: `no answer from the DNS server about ${this.#subject}`,
      connect: `no connection to ${this.#subject}`,
      greeting: `no MySQL greeting from ${this.#subject}`,
      waiting: 'no free connection',
      answer: `no answer from ${this.#subject}`,
    };
    return new DeadlineError(this.#phase, `${words[this.#phase]} within ${seconds(this.#ms)}`);
  }
}

/** The Error an aborted signal carries. */
export function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new CancelledError();
}

export function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(1))} s`;
}
