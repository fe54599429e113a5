/** What SELECT NOW() tells about the cluster's clock against ours. */
export type ClusterClock = {
  /** Session wall clock read as UTC, minus our epoch at receipt: subtract it to get our epoch. */
  readonly sessionOffsetMs: number;
  /** The part of it that is no whole quarter of an hour: how far the clocks are apart. */
  readonly skewMs: number;
  readonly sessionZone: string;
  readonly globalZone: string | null;
};
