import * as vscode from 'vscode';
import type { PhraseId } from '../../shared/phrases.en';
import { stringOf } from '../argument';
import { say } from '../views/say';
import type { CommandContext } from './commandContext';

type FormatWords<F> = {
  readonly placeHolder: PhraseId;
  readonly label: (format: F) => PhraseId;
};

/** The format that `{format}` names, else the one that is picked; undefined for none of `formats`. */
export async function pickFormat<F extends string>(
  { locale }: CommandContext,
  argument: unknown,
  formats: readonly F[],
  { placeHolder, label }: FormatWords<F>,
): Promise<F | undefined> {
  const given = stringOf(argument, 'format');
  if (given !== undefined) {
    return formats.find((format) => format === given);
  }
  const picked = await vscode.window.showQuickPick(
    formats.map((format) => ({ label: say(locale, label(format)), format })),
    { placeHolder: say(locale, placeHolder) },
  );
  return picked?.format;
}
