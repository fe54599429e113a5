/** One exported metric, before it becomes text, JSON or a row of information_schema. */

export type Sample = {
  readonly labels: readonly (readonly [string, string])[];
  readonly value: number;
};

export type Metric = {
  /** Name without the process' prefix. */
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'summary';
  /** Doubles are printed with a fraction also when whole. */
  readonly double: boolean;
  readonly samples: readonly Sample[];
};

export function metric(
  name: string,
  type: Metric['type'],
  help: string,
  samples: number | readonly Sample[],
  double = false,
): Metric {
  return {
    name,
    type,
    help,
    double,
    samples: typeof samples === 'number' ? [{ labels: [], value: samples }] : samples,
  };
}

/** Samples that differ in one label. */
export function byLabel(
  label: string,
  values: Readonly<Record<string, number>>,
): readonly Sample[] {
  return Object.entries(values).map(([key, value]) => ({ labels: [[label, key]], value }));
}
