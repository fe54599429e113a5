import * as vscode from 'vscode';
import { intervalsS } from '../../shared/clusterProfile';
import type { ProfileSettings } from './settingsClusterRegistry';

const section = 'starrocksOverview';

/** The clusters in the user's settings. Their scope is `application`: a workspace cannot set them. */
export const vscodeProfileSettings: ProfileSettings = {
  read: () => vscode.workspace.getConfiguration(section).get<unknown>('clusters'),
  write: async (entries) => {
    await vscode.workspace
      .getConfiguration(section)
      .update('clusters', entries, vscode.ConfigurationTarget.Global);
  },
  defaultIntervalS: () => {
    const value = vscode.workspace.getConfiguration(section).get<unknown>('interval');
    return intervalsS.find((interval) => interval === value) ?? 30;
  },
  ownRules: () => vscode.workspace.getConfiguration(section).get<unknown>('ownRules'),
  onDidChange: (listener) =>
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (
        event.affectsConfiguration(`${section}.clusters`) ||
        event.affectsConfiguration(`${section}.interval`) ||
        event.affectsConfiguration(`${section}.ownRules`)
      ) {
        listener();
      }
    }),
};
