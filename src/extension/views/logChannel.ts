import * as vscode from 'vscode';
import type { Log } from '../log';

/** The output channel "StarRocks"; its level is chosen by the user in the editor. */
export class LogChannel implements Log {
  private readonly channel: vscode.LogOutputChannel;

  constructor() {
    this.channel = vscode.window.createOutputChannel('StarRocks', { log: true });
  }

  debug(message: string): void {
    this.write(() => {
      this.channel.debug(message);
    });
  }

  info(message: string): void {
    this.write(() => {
      this.channel.info(message);
    });
  }

  warn(message: string): void {
    this.write(() => {
      this.channel.warn(message);
    });
  }

  error(message: string): void {
    this.write(() => {
      this.channel.error(message);
    });
  }

  show(): void {
    this.channel.show(true);
  }

  dispose(): void {
    this.channel.dispose();
  }

  /** The channel throws once the editor is ending; nobody can read it then, and closing must go on. */
  private write(line: () => void): void {
    try {
      line();
    } catch {
      // See above: there is no place left to report this to.
    }
  }
}
