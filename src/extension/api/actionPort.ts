import type { ActionPort } from '../actions/actionGate';
import type { AnsweredBy } from '../actions/actionSteps';
import { releaseOf } from '../starrocks/release';
import type { Clock } from '../collect/clock';
import type { ClusterMonitor } from '../collect/clusterMonitor';
import type { LaneChoice } from '../starrocks/lanePool';

/** A monitored cluster as its gate needs it. */
export function actionPort(monitor: ClusterMonitor, clock: Clock): ActionPort {
  return {
    profile: monitor.profile,
    facts: () => {
      const capabilities = monitor.live.lastAnswer('capabilities');
      return {
        version: releaseOf(capabilities?.version ?? null),
        runMode: capabilities?.runMode ?? null,
      };
    },
    converse: async (by, talk) =>
      monitor.converse(laneTo(monitor, by), (send) => talk(async (sql) => (await send(sql)).rows)),
    note: (event) => {
      monitor.note(event);
    },
    wait: async (ms) =>
      new Promise((resolve) => {
        clock.after(ms, resolve);
      }),
  };
}

/** An FE is named by its host or by its name, as the lists do; its port is the one that it reports. */
function laneTo({ live }: ClusterMonitor, by: AnsweredBy): LaneChoice {
  if (by === 'leader') {
    return by;
  }
  const { frontend } = by;
  const list = live.lastAnswer('frontends');
  if (list === undefined) {
    throw new Error(
      `Which FEs there are is not known, and with it how to reach ${frontend}. Listing them needs OPERATE or NODE on SYSTEM.`,
    );
  }
  const row = list.find(({ host, name }) => host === frontend || name === frontend);
  if (row?.queryPort === undefined || row.queryPort === null) {
    throw new Error(`The FE ${frontend} is not in the list of FEs.`);
  }
  return { frontend: { host: row.host, port: row.queryPort } };
}
