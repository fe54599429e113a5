import * as vscode from 'vscode';
import { WindowAttention, type WindowAttentionOptions } from './windowAttention';

/** Follows this window's focus. */
export function watchAttention(options: WindowAttentionOptions): vscode.Disposable {
  const attention = new WindowAttention(options);
  const focus = vscode.window.onDidChangeWindowState(({ focused }) => {
    attention.setFocused(focused);
  });
  return vscode.Disposable.from(attention, focus);
}
