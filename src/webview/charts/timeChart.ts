import {
  BarController,
  BarElement,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
} from 'chart.js';
import type { ChartDataset, Point } from 'chart.js';
import type { Locale } from '../../shared/format';
import { formatClock, formatDay } from '../../shared/format';
import { dayMs } from '../../shared/time';
import type { ChartLine, ChartModel } from './chartModel';
import { largestValue } from './chartModel';
import { chartMarks } from './chartMarks';
import type { Palette } from './palette';
import { timeTicks } from './timeTicks';
import { fromLog, logTicks, niceTop, niceTopOfBytes, toLog, valueTicks } from './valueTicks';

Chart.register(BarController, BarElement, LinearScale, LineController, LineElement, PointElement);

/** What does not change with new data. */
export type AxisSpec = {
  /** Fixed top (100 for percent); otherwise the next round value above the data. */
  readonly top?: number;
  readonly log?: boolean;
  readonly mirrored?: boolean;
  readonly bytes?: boolean;
  readonly stacked?: boolean;
  readonly format: (value: number) => string;
};

export type ChartText = {
  readonly locale: Locale;
  /** Word for the right end; without one it is labelled with its time. */
  readonly end: string | undefined;
  readonly wordOf: (why: ChartModel['gaps'][number][2]) => string;
};

/** Two labels of the time axis side by side, half of one and a whole one, px. */
const roomAtEnd = 54;
/** Left gutter of every plot, px: the charts of a column line up. */
const gutter = 48;

/**
 * One time chart on a canvas. The only place that knows Chart.js: it draws lines, bars and axes;
 * marks are our own, and the cross-hair lies on an overlay so that moving it redraws nothing.
 */
export class TimeChart {
  readonly #chart: Chart<'line' | 'bar', (Point | { x: number; y: null })[]>;
  readonly #axis: AxisSpec;
  #model: ChartModel | undefined;
  #palette: Palette;
  #text: ChartText;
  #top = 1;

  constructor(canvas: HTMLCanvasElement, axis: AxisSpec, palette: Palette, text: ChartText) {
    this.#axis = axis;
    this.#palette = palette;
    this.#text = text;
    this.#chart = new Chart<'line' | 'bar', (Point | { x: number; y: null })[]>(canvas, {
      type: 'line',
      data: { datasets: [] },
      plugins: [
        chartMarks(() =>
          this.#model === undefined
            ? undefined
            : {
                model: this.#model,
                palette: this.#palette,
                drawn: (line, value) => this.#drawn(line, value),
                wordOf: (why) => this.#text.wordOf(why),
              },
        ),
      ],
      options: {
        animation: false,
        parsing: false,
        normalized: true,
        spanGaps: false,
        responsive: true,
        maintainAspectRatio: false,
        events: [],
        layout: { padding: { top: 14, right: 6 } },
        elements: { point: { radius: 0 }, line: { tension: 0, borderJoinStyle: 'round' } },
      },
    });
  }

  show(model: ChartModel, palette: Palette, text: ChartText): void {
    this.#model = model;
    this.#palette = palette;
    this.#text = text;
    this.#top = this.#topOf(model);
    this.#chart.data.datasets = model.lines.map((line) => this.#dataset(line));
    this.#setScales(model);
    this.#chart.update('none');
  }

  /** Where a moment lies, px from the left of the canvas; undefined outside of the plot. */
  pixelOf(at: number): number | undefined {
    const x = this.#chart.scales['x']?.getPixelForValue(at);
    const { left, right } = this.#chart.chartArea;
    return x === undefined || x < left - 1 || x > right + 1 ? undefined : x;
  }

  /** Where a line's value lies, px from the top of the canvas. */
  pixelOfValue(line: ChartLine, value: number): number | undefined {
    return this.#chart.scales['y']?.getPixelForValue(this.#drawn(line, value));
  }

  /** The moment under a pixel of the canvas. */
  momentAt(x: number): number | undefined {
    const { left, right } = this.#chart.chartArea;
    return this.#chart.scales['x']?.getValueForPixel(Math.max(left, Math.min(right, x)));
  }

  get plot(): {
    readonly top: number;
    readonly bottom: number;
    readonly left: number;
    readonly right: number;
  } {
    return this.#chart.chartArea;
  }

  dispose(): void {
    this.#chart.destroy();
  }

  #drawn(line: ChartLine, value: number): number {
    return this.#axis.log === true ? toLog(value) : line.negative === true ? -value : value;
  }

  #topOf(model: ChartModel): number {
    if (this.#axis.top !== undefined) {
      return this.#axis.top;
    }
    const largest = largestValue(model.lines, this.#axis.stacked === true);
    if (this.#axis.log === true) {
      const marks = model.thresholds.map(({ value }) => fromLog(value));
      return toLog(Math.max(20, largest * 1.5, ...marks.map((mark) => mark * 2)));
    }
    return this.#axis.bytes === true ? niceTopOfBytes(largest * 1.05) : niceTop(largest * 1.05);
  }

  #dataset(line: ChartLine): ChartDataset<'line' | 'bar', (Point | { x: number; y: null })[]> {
    const colour = this.#palette[line.colour];
    const data = line.values.map((value, index) => ({
      x: line.from + (index + 0.5) * line.stepMs,
      y: value === null ? null : this.#drawn(line, value),
    }));
    if (line.bars === true) {
      const width = this.#chart.width - gutter - 6;
      return {
        type: 'bar',
        data,
        backgroundColor: colour,
        barThickness: Math.max(1, Math.min(8, width / Math.max(1, data.length) - 0.8)),
      };
    }
    return {
      type: 'line',
      data,
      borderColor: colour,
      // A lone value between two gaps has no line; it becomes a dot.
      pointRadius: line.values.map((value, index) =>
        value !== null &&
        (line.values[index - 1] ?? null) === null &&
        (line.values[index + 1] ?? null) === null
          ? 1.4
          : 0,
      ),
      pointBackgroundColor: colour,
      pointBorderWidth: 0,
      borderWidth: line.width ?? (line.style === 'ghost' ? 1.2 : 1.5),
      borderDash: line.style === 'dash' ? [5, 2] : line.style === 'ghost' ? [1.5, 2.5] : [],
    };
  }

  #setScales(model: ChartModel): void {
    const { axis, grid, text, font } = this.#palette;
    const { log = false, mirrored = false, stacked = false } = this.#axis;
    const labelFont = { family: font, size: 10.5 };
    const top = this.#top;
    const zone = -new Date(model.to).getTimezoneOffset() * 60_000;
    const long = model.to - model.from > dayMs;
    const wide = this.#chart.width > 300;
    const room = roomAtEnd / Math.max(1, this.#chart.width - gutter);
    const moments = timeTicks(model.from, model.to, wide ? 4 : 2, zone, Math.min(1, room));
    this.#chart.options.scales = {
      x: {
        type: 'linear',
        min: model.from,
        max: model.to,
        stacked,
        // Bars would ask for half a bucket of room at both ends.
        offset: false,
        grid: { display: false, offset: false },
        border: { display: false },
        afterBuildTicks: (scale) => {
          scale.ticks = [...moments, model.to].map((value) => ({ value }));
        },
        ticks: {
          color: text,
          font: labelFont,
          maxRotation: 0,
          autoSkip: false,
          align: 'inner',
          padding: 2,
          callback: (value) =>
            value === model.to && this.#text.end !== undefined
              ? this.#text.end
              : long && (Number(value) + zone) % dayMs === 0
                ? formatDay(Number(value), this.#text.locale)
                : formatClock(Number(value), this.#text.locale),
        },
      },
      y: {
        type: 'linear',
        min: mirrored ? -top : 0,
        max: top,
        stacked,
        border: { display: false },
        afterFit: (scale) => {
          scale.width = gutter;
        },
        afterBuildTicks: (scale) => {
          const values = log ? logTicks(fromLog(top)).map(toLog) : valueTicks(top, mirrored);
          scale.ticks = values.map((value) => ({ value }));
        },
        grid: {
          color: (line) => (line.tick.value === 0 ? axis : grid),
          drawTicks: false,
        },
        ticks: {
          color: text,
          font: labelFont,
          autoSkip: false,
          padding: 6,
          callback: (value) => {
            const shown = Math.abs(Number(value));
            return this.#axis.format(log ? Math.round(fromLog(shown)) : shown);
          },
        },
      },
    };
  }
}
