import type { ApiEvent } from '../shared/api';
import type { Log } from './log';

/** An event source without VS Code types; a failing listener is logged and stops no other. */
export class Emitter<T> {
  private readonly listeners = new Set<(event: T) => unknown>();
  private readonly log: Log;

  constructor(log: Log) {
    this.log = log;
  }

  readonly event: ApiEvent<T> = (listener) => {
    // A wrapper of its own, so that subscribing the same function twice makes two subscriptions.
    const entry = (value: T) => listener(value);
    this.listeners.add(entry);
    return { dispose: () => void this.listeners.delete(entry) };
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(value);
      } catch (error) {
        this.log.error(
          `A listener failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
      }
    }
  }

  dispose(): void {
    this.listeners.clear();
  }
}
