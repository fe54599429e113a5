import * as vscode from 'vscode';
import type { NewCluster } from '../../shared/clusterProfile';
import type { Locale } from '../../shared/format';
import { renderPhrase } from '../../shared/format';
import type { Log } from '../log';
import { displayText, escapeLinks } from '../views/displayText';
import { say } from '../views/say';
import type { ClusterRegistry } from './clusterRegistry';
import {
  longestRecommendations,
  notYetConfigured,
  recommendationsFile,
  recommendedClusters,
} from './recommendedClusters';

const offeredKey = 'recommendationsOffered';

type Deps = {
  readonly registry: Pick<ClusterRegistry, 'list'>;
  readonly log: Log;
  readonly locale: Locale;
};

/**
 * What the folders of a trusted workspace recommend and is not configured yet. Nothing is read in an
 * untrusted one, and nothing of it is ever added without the person going through the flow.
 */
export async function workspaceRecommendations({
  registry,
  log,
  locale,
}: Deps): Promise<readonly NewCluster[]> {
  if (!vscode.workspace.isTrusted) {
    return [];
  }
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = await Promise.all(
    folders.map(async ({ uri }) => {
      const text = await textOf(vscode.Uri.joinPath(uri, recommendationsFile));
      if (text === undefined) {
        return [];
      }
      const { clusters, problems } = recommendedClusters(text);
      for (const problem of problems) {
        log.warn(`${recommendationsFile}: ${displayText(renderPhrase(problem, locale), 300)}`);
      }
      return clusters;
    }),
  );
  return notYetConfigured(found.flat(), registry.list());
}

/** Undefined when there is none, which is the usual case, or it cannot be meant. */
async function textOf(file: vscode.Uri): Promise<string | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    return size > longestRecommendations
      ? undefined
      : new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    return undefined;
  }
}

/** Says once per workspace that it recommends clusters; also when it becomes trusted later. */
export function offerRecommendations(
  deps: Deps & { readonly memory: vscode.Memento },
): vscode.Disposable {
  const { memory, locale } = deps;
  const offer = async () => {
    if (memory.get<unknown>(offeredKey) === true) {
      return;
    }
    const clusters = await workspaceRecommendations(deps);
    if (clusters.length === 0) {
      return;
    }
    await memory.update(offeredKey, true);
    const names = clusters.map(({ name }) => displayText(name, 40)).join(', ');
    const button = say(locale, 'clusters.recommended.add');
    const message = say(locale, 'clusters.recommended.offer', { names: displayText(names, 200) });
    if ((await vscode.window.showInformationMessage(escapeLinks(message), button)) === button) {
      await vscode.commands.executeCommand('starrocksOverview.addCluster');
    }
  };
  const tryOffer = () => {
    offer().catch((error: unknown) => {
      deps.log.warn(`Recommended clusters could not be offered: ${String(error)}`);
    });
  };
  tryOffer();
  return vscode.workspace.onDidGrantWorkspaceTrust(tryOffer);
}
