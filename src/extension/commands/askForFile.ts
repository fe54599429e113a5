import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';

/**
 * Where to write a file; undefined when cancelled.
 *
 * @param name that is proposed, without its extension
 * @param kind what the dialog calls files of this extension
 */
export async function askForFile(
  name: string,
  extension: string,
  kind: string,
): Promise<string | undefined> {
  const safe = name.replace(/[^\p{L}\p{N}_-]+/gu, '-');
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(path.join(os.homedir(), `${safe}.${extension}`)),
    filters: { [kind]: [extension] },
  });
  return uri?.fsPath;
}
