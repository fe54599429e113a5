import * as vscode from 'vscode';
import { actionCommands } from './actionCommands';
import { alertCommands } from './alertCommands';
import { clusterCommands } from './clusterCommands';
import type { CommandContext } from './commandContext';
import type { CommandHandler, CommandName } from './commandIds';
import { commandId, commandNames } from './commandIds';
import { configureCommands } from './configureCommands';
import { diagnosisCommands } from './diagnosisCommands';
import { demoCommands } from './demoCommands';
import { historyCommands } from './historyCommands';
import { nodeCommands } from './nodeCommands';
import { ownRuleCommands } from './ownRuleCommands';
import { overviewCommands } from './overviewCommands';
import { loadCommands } from './loadCommands';
import { queryCommands } from './queryCommands';
import { reportCommands } from './reportCommands';
import { rightsCommands } from './rightsCommands';
import { runsCommands } from './runsCommands';
import { statementCommands } from './statementCommands';

/** Registers every command. A failure is said once, with the log; the caller gets undefined. */
export function registerCommands(context: CommandContext): vscode.Disposable {
  const handlers: Readonly<Record<CommandName, CommandHandler>> = {
    ...overviewCommands(context),
    ...ownRuleCommands(context),
    ...clusterCommands(context),
    ...configureCommands(context),
    ...demoCommands(context),
    ...rightsCommands(context),
    ...runsCommands(context),
    ...actionCommands(context),
    ...alertCommands(context),
    ...diagnosisCommands(context),
    ...historyCommands(context),
    ...reportCommands(context),
    ...queryCommands(context),
    ...loadCommands(context),
    ...statementCommands(context),
    ...nodeCommands(context),
  };
  return vscode.Disposable.from(
    ...commandNames.map((name) =>
      vscode.commands.registerCommand(commandId(name), async (argument: unknown) => {
        try {
          return await handlers[name](argument);
        } catch (error) {
          void context.dialogs.showError(`host.error.${name}`, error);
          return undefined;
        }
      }),
    ),
  );
}
