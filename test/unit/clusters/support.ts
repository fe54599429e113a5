import type {
  ProfileSettings,
  SecretStore,
} from '../../../src/extension/clusters/settingsClusterRegistry';
import type { IntervalS } from '../../../src/shared/clusterProfile';
import { Emitter } from '../../../src/extension/emitter';
import type { Log } from '../../../src/extension/log';

/** A log that keeps its lines. */
export class MemoryLog implements Log {
  readonly lines: string[] = [];
  readonly secrets: string[] = [];

  debug(message: string): void {
    this.lines.push(message);
  }

  info(message: string): void {
    this.lines.push(message);
  }

  warn(message: string): void {
    this.lines.push(message);
  }

  error(message: string): void {
    this.lines.push(message);
  }

  protect(secret: string): void {
    this.secrets.push(secret);
  }
}

/** Settings in memory; each write takes a turn of the event loop, as in the editor. */
export class MemorySettings implements ProfileSettings {
  entries: unknown;
  interval: IntervalS = 30;
  private readonly changed = new Emitter<void>(new MemoryLog());
  readonly onDidChange = this.changed.event;

  constructor(entries?: unknown) {
    this.entries = entries;
  }

  read(): unknown {
    return this.entries;
  }

  async write(entries: readonly unknown[]): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.entries = JSON.parse(JSON.stringify(entries)) as unknown;
    this.changed.fire();
  }

  rules: unknown = undefined;

  ownRules(): unknown {
    return this.rules;
  }

  defaultIntervalS(): IntervalS {
    return this.interval;
  }
}

/** A secret store in memory that can refuse, as a locked key ring does. */
export class MemorySecrets implements SecretStore {
  readonly values = new Map<string, string>();
  refuses = false;
  private readonly changed = new Emitter<{ readonly key: string }>(new MemoryLog());
  readonly onDidChange = this.changed.event;

  async get(key: string): Promise<string | undefined> {
    this.check();
    return Promise.resolve(this.values.get(key));
  }

  async store(key: string, value: string): Promise<void> {
    this.check();
    this.values.set(key, value);
    this.changed.fire({ key });
    return Promise.resolve();
  }

  async delete(key: string): Promise<void> {
    this.check();
    this.values.delete(key);
    return Promise.resolve();
  }

  private check(): void {
    if (this.refuses) {
      throw new Error('The key ring is locked');
    }
  }
}
