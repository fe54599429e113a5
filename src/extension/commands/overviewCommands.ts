import * as vscode from 'vscode';
import type { RoundReport } from '../../shared/api';
import { isRuleId } from '../../shared/thresholds';
import { watched } from '../views/clusterOrder';
import { clustersViewId } from '../views/clusterTree';
import { clusterIdOf, fieldOf } from '../argument';
import type { CommandContext } from './commandContext';
import type { CommandHandler } from './commandIds';
import { pickCluster } from './pickCluster';

type Names = 'showClusterOverview' | 'refresh' | 'pauseCollection' | 'resumeCollection' | 'openLog';

/**
 * Looking at a cluster, and whether and when it is collected. `showClusterOverview {clusterId, rule?}`
 * goes to the figures of that rule.
 */
export function overviewCommands(context: CommandContext): Record<Names, CommandHandler> {
  const setPaused = async (argument: unknown, paused: boolean) => {
    const summary = await pickCluster(
      context,
      argument,
      paused ? 'host.pick.pause' : 'host.pick.resume',
      ({ state }) => state !== 'recorded' && (state === 'paused') !== paused,
    );
    if (summary !== undefined) {
      await context.api.setPaused(summary.id, paused);
    }
  };
  return {
    showClusterOverview: async (argument) => {
      const wanted = clusterIdOf(argument);
      if (wanted === undefined && (await context.api.listClusters()).length === 0) {
        context.panels.show(undefined);
        return;
      }
      const summary = await pickCluster(context, argument, 'host.pick.overview', () => true);
      if (summary !== undefined) {
        const rule = fieldOf(argument, 'rule');
        context.panels.show(summary.id, isRuleId(rule) ? rule : undefined);
      }
    },
    refresh: (argument) => refresh(context, argument),
    pauseCollection: (argument) => setPaused(argument, true),
    resumeCollection: (argument) => setPaused(argument, false),
    openLog: () => {
      context.showLog();
      return Promise.resolve();
    },
  };
}

/** The named cluster, or all that are not paused; clusters do not wait for each other. */
async function refresh(
  { api }: CommandContext,
  argument: unknown,
): Promise<readonly RoundReport[]> {
  const wanted = clusterIdOf(argument);
  const ids =
    wanted === undefined
      ? watched(await api.listClusters())
          .filter(({ state }) => state !== 'paused')
          .map(({ id }) => id)
      : [wanted];
  return vscode.window.withProgress({ location: { viewId: clustersViewId } }, async () => {
    const rounds = await Promise.allSettled(ids.map((id) => api.collectNow(id)));
    const failed = rounds.find((round) => round.status === 'rejected');
    if (failed !== undefined) {
      throw failed.reason;
    }
    return rounds.flatMap((round) => (round.status === 'fulfilled' ? [round.value] : []));
  });
}
