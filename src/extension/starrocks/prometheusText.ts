/**
 * The Prometheus text of StarRocks, which no strict parser survives: label values are not escaped,
 * labels are joined by comma and space on FEs and by a comma on BEs, series of one name are
 * scattered, Java writes 1.2E7 and NaN, comments have double spaces.
 */

export type Sample = {
  readonly labels: Readonly<Record<string, string>>;
  /** NaN and infinities are kept here: "there, but unusable" is not "absent". */
  readonly value: number;
};

/** Collects the wanted series of one answer, line by line. */
export class MetricsText {
  readonly #wanted: ReadonlySet<string>;
  readonly #samples = new Map<string, Sample[]>();
  #badLines = 0;
  #sampleLines = 0;

  constructor(wanted: ReadonlySet<string>) {
    this.#wanted = wanted;
  }

  /** Lines that were neither comment nor sample. */
  get badLines(): number {
    return this.#badLines;
  }

  /** Sample lines seen, wanted or not. */
  get sampleLines(): number {
    return this.#sampleLines;
  }

  line(line: string): void {
    if (line === '' || line.startsWith('#') || line.trim() === '') {
      return;
    }
    const nameEnd = line.search(/[{\s]/);
    const name = nameEnd < 0 ? '' : line.slice(0, nameEnd);
    if (!/^[A-Za-z_:][\w:.-]*$/.test(name)) {
      this.#badLines += 1;
      return;
    }
    this.#sampleLines += 1;
    if (!this.#wanted.has(name)) {
      return;
    }
    const sample = parseRest(line.slice(nameEnd));
    if (sample === undefined) {
      this.#badLines += 1;
      return;
    }
    this.#keep(name, sample);
  }

  /** A sample that came otherwise than as a line; without one it counts as a bad line. */
  sample(name: string, sample: Sample | undefined): void {
    if (sample === undefined) {
      this.#badLines += 1;
      return;
    }
    this.#sampleLines += 1;
    this.#keep(name, sample);
  }

  #keep(name: string, sample: Sample): void {
    const list = this.#samples.get(name);
    if (list === undefined) {
      this.#samples.set(name, [sample]);
    } else {
      list.push(sample);
    }
  }

  /** Samples of a name, in the order they came; empty when the name is absent. */
  samples(name: string): readonly Sample[] {
    return this.#samples.get(name) ?? [];
  }
}

const numberText = /^[+-]?(\d+\.?\d*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?|NaN|Inf|Infinity)$/;

/** `{k="v", k2="v2"} 12` or ` 12`; undefined when it is neither. */
function parseRest(rest: string): Sample | undefined {
  const close = rest.startsWith('{') ? rest.lastIndexOf('}') : -1;
  if (rest.startsWith('{') && close < 0) {
    return undefined;
  }
  const text = rest.slice(close + 1).trim();
  if (!numberText.test(text)) {
    return undefined;
  }
  const labels = close < 0 ? {} : parseLabels(rest.slice(1, close));
  return labels === undefined
    ? undefined
    : { labels, value: Number(text.replace(/Inf$/, 'Infinity')) };
}

/**
 * Values end at a quote that is followed by the next label or by the end, so that quotes inside
 * them (names of users, databases, jobs) do no harm.
 */
function parseLabels(block: string): Readonly<Record<string, string>> | undefined {
  const labels: Record<string, string> = {};
  let rest = block.trim().replace(/,\s*$/, '');
  while (rest !== '') {
    const match = /^([A-Za-z_]\w*)="(.*?)"(?:,\s*(?=[A-Za-z_]\w*=")|$)/s.exec(rest);
    const [all, key, value] = match ?? [];
    if (all === undefined || key === undefined || value === undefined) {
      return undefined;
    }
    labels[key] = value;
    rest = rest.slice(all.length);
  }
  return labels;
}

/**
 * Reads single values and notes which of them are there but unusable: NaN, infinite or negative
 * (how gauges say "not set"). Absent ones are null without a note.
 */
export class MetricsReader {
  readonly unusable: string[] = [];
  readonly #text: MetricsText;

  constructor(text: MetricsText) {
    this.#text = text;
  }

  /** The one sample of a name that has these labels. */
  value(field: string, name: string, labels: Readonly<Record<string, string>> = {}): number | null {
    const sample = this.#text.samples(name).find((s) => hasLabels(s, labels));
    return sample === undefined ? null : this.#usable(field, sample.value);
  }

  /** The sum of all samples of a name that have these labels; null when there is none. */
  sum(field: string, name: string, labels: Readonly<Record<string, string>> = {}): number | null {
    const matching = this.#text.samples(name).filter((s) => hasLabels(s, labels));
    let total: number | null = null;
    for (const { value } of matching) {
      const usable = this.#usable(field, value);
      if (usable === null) {
        return null;
      }
      total = total === null ? usable : total + usable;
    }
    return total;
  }

  /** Values by one label. A single unusable one makes the whole field null: a part would lie. */
  byLabel(field: string, name: string, label: string): Map<string, number> | null {
    const samples = this.#text.samples(name);
    const values = new Map<string, number>();
    for (const { labels, value } of samples) {
      const key = labels[label];
      const usable = this.#usable(field, value);
      if (usable === null) {
        return null;
      }
      if (key !== undefined) {
        values.set(key, usable);
      }
    }
    return samples.length === 0 ? null : values;
  }

  #usable(field: string, value: number): number | null {
    if (Number.isFinite(value) && value >= 0) {
      return value;
    }
    if (!this.unusable.includes(field)) {
      this.unusable.push(field);
    }
    return null;
  }
}

function hasLabels(sample: Sample, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(labels).every(([key, value]) => sample.labels[key] === value);
}
