import type { Deadline } from './deadline';

/** Requests of one cluster under way at a time. */
const atOnce = 8;

/**
 * Lets few HTTP requests through at a time, and one per node: an FE builds /metrics under one lock,
 * so a second request would only wait inside it.
 */
export class HttpGate {
  readonly #busy = new Set<string>();
  readonly #waiting: { readonly node: string; readonly enter: () => void }[] = [];

  async through<T>(node: string, deadline: Deadline, work: () => Promise<T>): Promise<T> {
    await this.#enter(node, deadline);
    try {
      return await work();
    } finally {
      this.#busy.delete(node);
      this.#admit();
    }
  }

  async #enter(node: string, deadline: Deadline): Promise<void> {
    let enter: () => void = () => undefined;
    const admitted = new Promise<void>((resolve) => (enter = resolve));
    const ticket = { node, enter };
    this.#waiting.push(ticket);
    this.#admit();
    try {
      await deadline.race(admitted);
    } catch (error) {
      const place = this.#waiting.indexOf(ticket);
      if (place >= 0) {
        this.#waiting.splice(place, 1);
      } else {
        this.#busy.delete(node);
        this.#admit();
      }
      throw error;
    }
  }

  #admit(): void {
    for (const ticket of [...this.#waiting]) {
      if (this.#busy.size < atOnce && !this.#busy.has(ticket.node)) {
        this.#waiting.splice(this.#waiting.indexOf(ticket), 1);
        this.#busy.add(ticket.node);
        ticket.enter();
      }
    }
  }
}
