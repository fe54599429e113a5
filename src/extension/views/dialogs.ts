import * as vscode from 'vscode';
import type { Locale } from '../../shared/format';
import type { Phrase } from '../../shared/phrase';
import type { PhraseId } from '../../shared/phrases.en';
import type { Log } from '../log';
import { messageOf } from '../../shared/messageOf';
import { displayText, escapeLinks } from './displayText';
import { say } from './say';

/** The messages of this extension: one at a time, what happened, what to do, and the log. */
export class Dialogs {
  private readonly locale: Locale;
  private readonly log: Log;

  constructor(locale: Locale, log: Log) {
    this.locale = locale;
    this.log = log;
  }

  /** Logs the failure and says it once; resolves when the message is closed. */
  async showError(what: PhraseId, error: unknown, args: Phrase['args'] = {}): Promise<void> {
    const message = `${say(this.locale, what, args)} ${messageOf(error)}`;
    this.log.error(
      error instanceof Error && error.stack !== undefined ? `${message}\n${error.stack}` : message,
    );
    const openLog = say(this.locale, 'host.button.openLog');
    const chosen = await vscode.window.showErrorMessage(
      escapeLinks(displayText(message, 400)),
      openLog,
    );
    if (chosen === openLog) {
      await vscode.commands.executeCommand('starrocksOverview.openLog');
    }
  }

  async showInformation(text: PhraseId, args: Phrase['args'] = {}): Promise<void> {
    const message = escapeLinks(displayText(say(this.locale, text, args), 400));
    await vscode.window.showInformationMessage(message);
  }

  /** Something a person should know once, such as a damaged history file; logged by who found it. */
  async showNotice(message: string): Promise<void> {
    const openLog = say(this.locale, 'host.button.openLog');
    const text = escapeLinks(displayText(message, 400));
    if ((await vscode.window.showWarningMessage(text, openLog)) === openLog) {
      await vscode.commands.executeCommand('starrocksOverview.openLog');
    }
  }

  /** How something ended that the person began. */
  async showOutcome(text: string, isGood: boolean): Promise<void> {
    const message = escapeLinks(displayText(text, 600));
    await (isGood
      ? vscode.window.showInformationMessage(message)
      : vscode.window.showWarningMessage(message));
  }

  /** How something ended, with one thing to do about it; resolves with whether that was chosen. */
  async offerOutcome(text: string, isGood: boolean, button: string): Promise<boolean> {
    const message = escapeLinks(displayText(text, 600));
    const chosen = await (isGood
      ? vscode.window.showInformationMessage(message, button)
      : vscode.window.showWarningMessage(message, button));
    return chosen === button;
  }

  /** Asks with a modal dialog whose lines are shown in full: what a person agrees to is not cut. */
  async confirmStatements(
    question: string,
    button: string,
    lines: readonly string[],
  ): Promise<boolean> {
    const detail = lines.map((line) => displayText(line, line.length + 1)).join('\n');
    const options = { modal: true, detail };
    const chosen = await vscode.window.showWarningMessage(
      displayText(question, 200),
      options,
      button,
    );
    return chosen === button;
  }

  /** Asks with a modal dialog; the index of the chosen button, or undefined when cancelled. */
  async confirm(
    question: string,
    detail: string,
    ...buttons: readonly string[]
  ): Promise<number | undefined> {
    const chosen = await vscode.window.showWarningMessage(
      displayText(question, 200),
      { modal: true, detail: displayText(detail, 400) },
      ...buttons,
    );
    const index = chosen === undefined ? -1 : buttons.indexOf(chosen);
    return index < 0 ? undefined : index;
  }
}
