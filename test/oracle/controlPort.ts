/** The demo cluster's control port: its truth, its log, its faults and its clock. */
import type { FaultRequest } from '../../src/demo/faults';
import type { AuditKind, EndedQuery } from '../../src/demo/truthQueries';
import type { EpochMs, LogEntry, Truth } from '../../src/demo/truth';
import type { PastSlot } from '../../src/demo/truthPast';

export class ControlPort {
  readonly #address: string;

  /** @param address as the demo cluster tells it, e.g. `http://127.0.0.1:41000` */
  constructor(address: string) {
    this.#address = address;
  }

  async truth(at?: EpochMs): Promise<Truth> {
    return (await this.#json(at === undefined ? '/truth' : `/truth?at=${at}`)) as Truth;
  }

  /** What ended in the last minutes, and how the audit log is kept. */
  async queries(): Promise<{
    readonly audit?: AuditKind;
    readonly queries: readonly EndedQuery[];
  }> {
    return (await this.#json('/queries')) as {
      readonly audit?: AuditKind;
      readonly queries: readonly EndedQuery[];
    };
  }

  /** @param since cluster time of the first entry that is wanted */
  async log(since: EpochMs = 0): Promise<readonly LogEntry[]> {
    return (await this.#json(`/log?since=${since}`)) as readonly LogEntry[];
  }

  async forgetLog(): Promise<void> {
    await this.#ask('/log', { method: 'DELETE' });
  }

  async past(hours: number): Promise<readonly PastSlot[]> {
    const text = await this.#ask(`/past?hours=${hours}`);
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as PastSlot);
  }

  async disturb(requests: FaultRequest | readonly FaultRequest[]): Promise<void> {
    await this.#ask('/faults', { method: 'POST', body: JSON.stringify(requests) });
  }

  async clearFaults(): Promise<void> {
    await this.#ask('/faults', { method: 'DELETE' });
  }

  /** Only for clusters whose clock is driven by hand. */
  async advance(ms: number): Promise<void> {
    await this.#ask('/clock', { method: 'POST', body: JSON.stringify({ advanceMs: ms }) });
  }

  async #json(path: string): Promise<unknown> {
    return JSON.parse(await this.#ask(path)) as unknown;
  }

  async #ask(path: string, init: RequestInit = {}): Promise<string> {
    const response = await fetch(`${this.#address}${path}`, init);
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${init.method ?? 'GET'} ${path}: ${response.status} ${text.slice(0, 200)}`);
    }
    return text;
  }
}
