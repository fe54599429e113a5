import type { Locale } from '../../../shared/format';
import type { Gap } from '../../../shared/model/trends';
import type { PhraseId } from '../../../shared/phrases.en';
import type { SeriesUnit } from '../../../shared/series';
import type { EpochMs } from '../../../shared/time';

/** A line of a chart: bucket i covers [from + i × stepMs, from + (i + 1) × stepMs); null = unknown. */
export type ReportLine = {
  readonly label: PhraseId;
  readonly values: readonly (number | null)[];
  /** Highest of each bucket where that is kept, else its mean. */
  readonly highest: readonly (number | null)[];
};

export type ReportChart = {
  readonly title: PhraseId;
  readonly unit: SeriesUnit;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly stepMs: number;
  readonly lines: readonly ReportLine[];
  readonly gaps: readonly Gap[];
};

/** A piece of a report. All of it is text: each format escapes it in its own way. */
export type ReportBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [name: string, text: string])[] }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'charts'; readonly charts: readonly ReportChart[] };

export type Report = {
  readonly title: string;
  readonly locale: Locale;
  readonly blocks: readonly ReportBlock[];
};
