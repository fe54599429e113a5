import * as vscode from 'vscode';
import type { Log } from '../log';
import { messageOf } from '../../shared/messageOf';
import { toolAnswer, toolNames, type ToolApi } from '../tools/toolAnswers';

/** Offers what was collected to language models, where the host has them; read-only. */
export function languageModelTools(api: ToolApi, log: Log): vscode.Disposable {
  const register = registerOf(vscode);
  if (register === undefined) {
    return new vscode.Disposable(() => undefined);
  }
  return vscode.Disposable.from(
    ...toolNames.map((name) =>
      register(name, {
        invoke: async ({ input }) => {
          try {
            const text = await toolAnswer(api, name, input);
            return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
          } catch (error) {
            log.debug(`The tool ${name} could not answer: ${messageOf(error)}`);
            throw error;
          }
        },
      }),
    ),
  );
}

/** Other editors that run extensions of VS Code may lack it. */
function registerOf({ lm }: { readonly lm?: Partial<typeof vscode.lm> }) {
  return lm?.registerTool?.bind(lm);
}
