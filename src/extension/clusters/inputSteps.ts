import * as vscode from 'vscode';
import type { ClusterProfile } from '../../shared/clusterProfile';
import type { Locale } from '../../shared/format';
import type { PhraseId } from '../../shared/phrases.en';
import { displayText, escapeLinks } from '../views/displayText';
import { say } from '../views/say';

/** How a step of a flow ended; undefined = the flow was cancelled. */
export type StepResult<T> = { readonly value: T } | 'back' | undefined;

export type Position = {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
};

/** A text with a live check; Back is offered from the second step on. */
export function inputStep(
  position: Position,
  options: {
    readonly value: string;
    readonly prompt: string;
    readonly placeholder?: string;
    readonly isPassword?: boolean;
    /** Says what is wrong with a text, or undefined. */
    readonly check: (text: string) => string | undefined;
    /** Says what was understood of a text, while it is typed. */
    readonly understood?: (text: string) => string | undefined;
  },
): Promise<StepResult<string>> {
  const input = vscode.window.createInputBox();
  const showUnderstood = () => {
    const message = options.understood?.(input.value);
    const severity = vscode.InputBoxValidationSeverity.Info;
    input.validationMessage =
      message === undefined ? undefined : { message: escapeLinks(message), severity };
  };
  Object.assign(input, position);
  input.value = options.value;
  input.prompt = options.prompt;
  input.placeholder = options.placeholder;
  input.password = options.isPassword === true;
  input.ignoreFocusOut = true;
  input.buttons = position.step > 1 ? [vscode.QuickInputButtons.Back] : [];
  return new Promise((resolve) => {
    const end = (result: StepResult<string>) => {
      resolve(result);
      input.dispose();
    };
    input.onDidChangeValue(showUnderstood);
    input.onDidAccept(() => {
      const problem = options.check(input.value);
      if (problem === undefined) {
        end({ value: input.value });
      } else {
        input.validationMessage = problem;
      }
    });
    input.onDidTriggerButton(() => {
      end('back');
    });
    input.onDidHide(() => {
      end(undefined);
    });
    input.show();
  });
}

/** A choice; the current one is chosen by Enter. */
export function choiceStep<T extends string>(
  position: Position,
  placeholder: string,
  choices: readonly {
    readonly value: T;
    readonly label: string;
    readonly detail?: string;
  }[],
  current?: T,
): Promise<StepResult<T>> {
  type Item = vscode.QuickPickItem & { readonly value: T };
  const pick = vscode.window.createQuickPick<Item>();
  Object.assign(pick, position);
  pick.placeholder = placeholder;
  pick.items = choices;
  pick.activeItems = choices.filter(({ value }) => value === current);
  pick.ignoreFocusOut = true;
  pick.buttons = position.step > 1 ? [vscode.QuickInputButtons.Back] : [];
  return new Promise((resolve) => {
    const end = (result: StepResult<T>) => {
      resolve(result);
      pick.dispose();
    };
    pick.onDidAccept(() => {
      const chosen = pick.selectedItems[0];
      if (chosen !== undefined) {
        end({ value: chosen.value });
      }
    });
    pick.onDidTriggerButton(() => {
      end('back');
    });
    pick.onDidHide(() => {
      end(undefined);
    });
    pick.show();
  });
}

/** Asks for the password of a cluster; undefined when nothing was entered. */
export async function askPassword(
  profile: Pick<ClusterProfile, 'name' | 'user'>,
  locale: Locale,
): Promise<string | undefined> {
  const text = (id: PhraseId) =>
    escapeLinks(
      say(locale, id, {
        user: displayText(profile.user, 40),
        name: displayText(profile.name, 40),
      }),
    );
  const typed = await vscode.window.showInputBox({
    title: text('host.input.passwordTitle'),
    prompt: text('host.input.passwordFor'),
    password: true,
    ignoreFocusOut: true,
  });
  return typed === undefined || typed === '' ? undefined : typed;
}

/** Asks for a new name; undefined when cancelled. */
export async function askName(name: string, locale: Locale): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    title: say(locale, 'clusters.title.rename'),
    prompt: say(locale, 'host.input.name'),
    value: name,
    validateInput: (text) => (text.trim() === '' ? say(locale, 'host.input.empty') : undefined),
  });
  return typed?.trim();
}
