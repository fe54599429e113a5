/** What goes wrong in a cluster, and the line of its health that must say so. */
import type { Happening } from '../../../../src/demo/faults';
import type { RuleId } from '../../../../src/shared/thresholds';
import { minuteMs } from '../../../../src/shared/time';
import type { Chain, ChainOptions } from './chain';

export type Incident = {
  readonly name: string;
  readonly happen: readonly Happening[];
  readonly rule: RuleId;
  /** Whom the title or the evidence must name. */
  readonly culprit: RegExp;
};

/** Incidents that one cluster can have at once. */
export type IncidentCluster = {
  readonly name: string;
  readonly options: ChainOptions;
  readonly incidents: readonly Incident[];
  /** Until the slowest rule has seen it long enough. */
  readonly rounds: number;
};

export const incidentClusters: readonly IncidentCluster[] = [
  {
    name: 'shared-data',
    options: {},
    rounds: 62,
    incidents: [
      {
        name: 'a routine load lags',
        happen: [
          {
            kind: 'routineLoad',
            name: 'clicks_from_kafka',
            burst: 4_000_000,
            consumedPerSecond: 10,
          },
        ],
        rule: 'routine.lag',
        culprit: /clicks_from_kafka/,
      },
      {
        name: 'a materialized view is inactive',
        happen: [
          {
            kind: 'materializedView',
            view: 'events.mv_sessions',
            active: false,
            reason: 'base table was dropped',
          },
        ],
        rule: 'mv.inactive',
        culprit: /events\.mv_sessions/,
      },
      {
        name: 'compaction is stuck: the switch that does it',
        happen: [{ kind: 'config', key: 'lake_compaction_max_tasks', value: '0' }],
        rule: 'compaction.stalled',
        culprit: /lake_compaction_max_tasks = 0/,
      },
      {
        name: 'compaction is stuck: the partition that suffers most',
        happen: [],
        rule: 'compaction.pressure',
        culprit: /Worst partition: sales\./,
      },
      {
        name: 'one node runs another version',
        happen: [{ kind: 'upgrade', node: '10.20.0.33', version: '4.0.1-0a1b2c3' }],
        rule: 'node.version',
        culprit: /4\.0\.1-0a1b2c3 × 1 \(10\.20\.0\.33\)/,
      },
      {
        name: 'a follower is 12,000 entries behind',
        happen: [{ kind: 'replay', node: '10.20.0.13', speed: 0.5, behind: 12_000 }],
        rule: 'fe.replay',
        culprit: /10\.20\.0\.13/,
      },
      {
        name: 'a query runs away',
        happen: [{ kind: 'runaway', forMs: 45 * minuteMs }],
        rule: 'query.runaway',
        culprit: /[0-9a-f]{8}-[0-9a-f]{4}/,
      },
      {
        name: 'loads are too small',
        happen: [{ kind: 'loads', table: 'sales.refunds', perSecond: 0.5, rows: 900 }],
        rule: 'load.small',
        culprit: /sales\.refunds/,
      },
    ],
  },
  {
    name: 'shared-nothing',
    options: { cluster: { mode: 'shared_nothing' } },
    rounds: 64,
    incidents: [
      {
        name: 'a BE is being decommissioned',
        happen: [{ kind: 'decommission', node: '10.20.0.24', on: true }],
        rule: 'node.decommission',
        culprit: /10\.20\.0\.24/,
      },
      {
        name: 'a disk is broken',
        happen: [{ kind: 'disk', node: '10.20.0.21', usable: false }],
        rule: 'disk.failed',
        culprit: /10\.20\.0\.21/,
      },
    ],
  },
];

/** Lets all of them happen to a cluster that was well, and go on for `rounds`. */
export async function letHappen(
  chain: Chain,
  { incidents, rounds }: IncidentCluster,
): Promise<void> {
  await chain.rounds(12);
  await chain.disturb(
    ...incidents.flatMap(({ happen }) => happen.map((each) => ({ happen: each }))),
  );
  const { partitions } = await chain.control.truth();
  const worst = partitions[0]?.id;
  for (let i = 0; i < rounds; i += 1) {
    if (worst !== undefined && incidents.some(({ rule }) => rule === 'compaction.stalled')) {
      await chain.disturb({ happen: { kind: 'score', partitionId: worst, max: 520 + 8 * i } });
    }
    await chain.rounds(1);
  }
}
