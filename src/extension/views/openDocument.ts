import * as vscode from 'vscode';

/** Shows an untitled document, which nothing saves or runs. Resolves with its text. */
export async function openDocument(language: 'sql' | 'markdown', content: string): Promise<string> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  await vscode.window.showTextDocument(document);
  return content;
}
