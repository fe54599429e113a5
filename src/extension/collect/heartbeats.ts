import { secondMs, type EpochMs } from '../../shared/time';

/** The leader beats every 5 s: the newest beat of a list is never so old while it works. */
const stalledMs = 15 * secondMs;

/** The newest LastHeartbeat of the node lists, and the first and last list that told it. */
export type Heartbeats = {
  readonly newestAt: EpochMs;
  readonly firstToldAt: EpochMs;
  readonly toldAt: EpochMs;
};

export type HeartbeatList = {
  readonly observedAt: EpochMs;
  readonly rows: readonly { readonly lastHeartbeatAt: EpochMs | null }[];
};

/** @param before what the lists told earlier; undefined result while no beat is known */
export function heartbeatsOf(
  lists: readonly HeartbeatList[],
  before?: Heartbeats,
): Heartbeats | undefined {
  const beats = lists.flatMap(({ observedAt, rows }) =>
    rows.flatMap(({ lastHeartbeatAt }) =>
      lastHeartbeatAt === null ? [] : [{ newestAt: lastHeartbeatAt, toldAt: observedAt }],
    ),
  );
  const [newest] = beats.sort((a, b) => b.newestAt - a.newestAt || b.toldAt - a.toldAt);
  return newest === undefined
    ? undefined
    : {
        ...newest,
        firstToldAt: before?.newestAt === newest.newestAt ? before.firstToldAt : newest.toldAt,
      };
}

/**
 * Whether the leader's heartbeats themselves stand still: too old by the offset of our clocks, and
 * the same in lists that far apart. Being old alone may mean that the cluster's clock was set.
 */
export function areStalled({ newestAt, firstToldAt, toldAt }: Heartbeats): boolean {
  return toldAt - newestAt > stalledMs && toldAt - firstToldAt > stalledMs;
}
