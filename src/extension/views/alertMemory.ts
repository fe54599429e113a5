import * as vscode from 'vscode';
import type { ClusterId } from '../../shared/ids';
import { hourMs, type EpochMs } from '../../shared/time';
import {
  acknowledge,
  noMarks,
  silence,
  snooze,
  withoutMark,
  type AlertKey,
  type AlertMarks,
} from '../alerts/alertMarks';

const key = 'alertMarks';

/** How long a snooze and a silence last. */
export const quietMs = hourMs;

/** What a person said of alerts, kept over a restart of the editor. */
export class AlertMemory {
  readonly #memory: vscode.Memento;
  readonly #now: () => EpochMs;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(memory: vscode.Memento, now: () => EpochMs) {
    this.#memory = memory;
    this.#now = now;
  }

  get marks(): AlertMarks {
    return this.#memory.get<AlertMarks>(key, noMarks);
  }

  async acknowledge(id: ClusterId, alert: AlertKey): Promise<void> {
    await this.#keep(acknowledge(this.marks, id, alert));
  }

  async snooze(id: ClusterId, alert: AlertKey): Promise<void> {
    await this.#keep(snooze(this.marks, id, alert, this.#now() + quietMs));
  }

  async forget(id: ClusterId, alert: AlertKey): Promise<void> {
    await this.#keep(withoutMark(this.marks, id, alert));
  }

  async silence(id: ClusterId): Promise<void> {
    await this.#keep(silence(this.marks, id, this.#now() + quietMs));
  }

  async endSilence(id: ClusterId): Promise<void> {
    await this.#keep(silence(this.marks, id, this.#now()));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #keep(marks: AlertMarks): Promise<void> {
    await this.#memory.update(key, marks);
    this.#changed.fire();
  }
}
