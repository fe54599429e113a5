import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import * as readline from 'node:readline';

/** What a window process tells of itself, a JSON object a line. */
export type Line = {
  /** When the line was read here. */
  heardAt: number;
  role?: string;
  saved?: number;
  /** Of what was saved. */
  cluster?: string;
  seen?: number;
  size?: number;
  error?: string;
  warning?: string;
  unsaved?: number;
  message?: string;
};

/** A window in a process of its own. */
export class ChildWindow {
  readonly lines: Line[] = [];
  wasKilled = false;
  private readonly child: ChildProcess;
  private readonly waiting = new Set<() => void>();
  private readonly ended: Promise<void>;

  constructor(script: string, args: readonly string[]) {
    this.child = spawn(process.execPath, [script, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    assert.ok(this.child.stdout);
    const reader = readline.createInterface({ input: this.child.stdout });
    reader.on('line', (line) => {
      this.lines.push({ heardAt: Date.now(), ...(JSON.parse(line) as object) });
      this.waiting.forEach((check) => {
        check();
      });
    });
    this.ended = new Promise((resolve) => reader.once('close', resolve));
  }

  /** Resolves when the lines so far fulfil the condition. */
  until(condition: (lines: readonly Line[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (condition(this.lines)) {
          this.waiting.delete(check);
          resolve();
        }
      };
      this.waiting.add(check);
      check();
    });
  }

  get pid(): number {
    return this.child.pid ?? assert.fail('it did not start');
  }

  /** `SIGSTOP` freezes it, `SIGCONT` wakes it, `SIGTERM` lets it close. */
  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): void {
    this.child.kill(name);
  }

  /** Resolves when it is gone and all it said has been read. */
  async close(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.ended;
  }

  /** Kills at once; resolves when all it said has been read. */
  async kill(): Promise<void> {
    this.wasKilled = true;
    this.child.kill('SIGKILL');
    await this.ended;
  }

  saved(): readonly number[] {
    return this.lines.flatMap(({ saved }) => (saved === undefined ? [] : [saved]));
  }
}
