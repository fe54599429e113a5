/** What is kept of one BE's or CN's /metrics. Counters are cumulative; null as in `FrontendMetrics`. */
export type ComputeMetrics = {
  readonly loadRows: number | null;
  readonly loadBytes: number | null;
  readonly scanBytes: number | null;
  /** By interface; loopback, bridges and VLAN children are already left out. */
  readonly network: Readonly<Record<string, { readonly receive: number; readonly send: number }>>;
  /** By whole block device; null when the node exports none (containers). */
  readonly devices: Readonly<
    Record<string, { readonly read: number; readonly written: number; readonly ioTimeMs: number }>
  > | null;
  /** By storage path, total > 0 only: a CN exports zeros, which mean "not a data disk". */
  readonly disks: Readonly<
    Record<string, { readonly total: number; readonly avail: number; readonly usable: boolean | null }>
  >;
  readonly fdUsed: number | null;
  readonly fdLimit: number | null;
  readonly load1m: number | null;
  readonly processMemBytes: number | null;
  /** Keys of this type whose value was there but unusable (`malformed`). */
  readonly unusable: readonly string[];
  readonly badLines: number;
};
