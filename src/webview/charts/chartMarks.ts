import type { Chart, Plugin } from 'chart.js';
import type { ChartLine, ChartModel } from './chartModel';
import { eventLevel } from './eventLevel';
import { gapBoxes, spans } from './marks';
import { placeMarkLabels, type Point } from './markLabels';
import type { Palette } from './palette';

/** What the marks are drawn from; the chart hands in its present state. */
export type MarksInput = {
  readonly model: ChartModel;
  readonly palette: Palette;
  /** Value as it is drawn (mirrored, logarithmic). */
  readonly drawn: (line: ChartLine, value: number) => number;
  readonly wordOf: (why: ChartModel['gaps'][number][2]) => string;
};

/** Hatching, bands and areas under the lines; thresholds, events and partial strips over them. */
export function chartMarks(input: () => MarksInput | undefined): Plugin<'line' | 'bar'> {
  return {
    id: 'marks',
    beforeDatasetsDraw: (chart) => {
      const marks = input();
      if (marks !== undefined) {
        drawFills(chart, marks);
        drawGaps(chart, marks);
      }
    },
    afterDatasetsDraw: (chart) => {
      const marks = input();
      if (marks !== undefined) {
        drawPartial(chart, marks);
        drawThresholds(chart, marks);
        drawEvents(chart, marks);
      }
    },
  };
}

const pixelX = (chart: Chart) => (at: number) => chart.scales['x']?.getPixelForValue(at) ?? NaN;
const pixelY = (chart: Chart) => (value: number) =>
  chart.scales['y']?.getPixelForValue(value) ?? NaN;

/** 45° lines, one px wide, clipped to the box. */
function hatch(
  chart: Chart,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  colour: string,
): void {
  const { ctx } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.rect(box.x, box.y, box.width, box.height);
  ctx.clip();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.beginPath();
  const pitch = 6;
  // Lines start on a grid of the whole canvas, so that touching boxes hatch as one.
  const start = Math.floor((box.x - box.height) / pitch) * pitch;
  for (let x = start; x < box.x + box.width; x += pitch) {
    ctx.moveTo(x, box.y + box.height);
    ctx.lineTo(x + box.height, box.y);
  }
  ctx.stroke();
  ctx.restore();
}

function drawGaps(chart: Chart, { model, palette, wordOf }: MarksInput): void {
  const { ctx, chartArea: area } = chart;
  const height = area.bottom - area.top;
  for (const box of gapBoxes(model.gaps, pixelX(chart), area.left, area.right)) {
    hatch(chart, { x: box.x, y: area.top, width: box.width, height }, palette.hatch);
    const word = wordOf(box.why);
    ctx.font = `10.5px ${palette.font}`;
    const wordWidth = ctx.measureText(word).width + 8;
    if (wordWidth < box.width - 8) {
      const x = box.x + box.width / 2;
      const y = area.top + height / 2;
      ctx.fillStyle = palette.background;
      ctx.fillRect(x - wordWidth / 2, y - 9, wordWidth, 17);
      ctx.fillStyle = palette.text;
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      ctx.fillText(word, x, y);
    }
  }
  for (const box of gapBoxes(model.someMissing, pixelX(chart), area.left, area.right)) {
    hatch(chart, { x: box.x, y: area.bottom - 5, width: box.width, height: 5 }, palette.hatch);
  }
}

/** The area under a single series and the spread between its smallest and largest values. */
function drawFills(chart: Chart, { model, palette, drawn }: MarksInput): void {
  for (const line of model.lines) {
    const { high, low } = line;
    if (high !== undefined && low !== undefined) {
      fillBetween(chart, line, high, low, palette[line.colour], drawn, 0.2);
    }
    if (line.area === true) {
      fillBetween(chart, line, line.values, undefined, palette[line.colour], drawn, 0.13);
    }
  }
}

function fillBetween(
  chart: Chart,
  line: ChartLine,
  upper: readonly (number | null)[],
  lower: readonly (number | null)[] | undefined,
  colour: string,
  drawn: MarksInput['drawn'],
  opacity: number,
): void {
  const { ctx, chartArea: area } = chart;
  const x = pixelX(chart);
  const y = pixelY(chart);
  ctx.save();
  ctx.beginPath();
  ctx.rect(area.left, area.top, area.right - area.left, area.bottom - area.top);
  ctx.clip();
  ctx.globalAlpha = opacity;
  ctx.fillStyle = colour;
  let run: { readonly x: number; readonly up: number; readonly down: number }[] = [];
  const flush = () => {
    if (run.length > 1) {
      ctx.beginPath();
      for (const point of run) {
        ctx.lineTo(point.x, point.up);
      }
      for (const point of run.reverse()) {
        ctx.lineTo(point.x, point.down);
      }
      ctx.closePath();
      ctx.fill();
    }
    run = [];
  };
  upper.forEach((value, index) => {
    const floor = lower === undefined ? 0 : (lower[index] ?? null);
    if (value === null || floor === null) {
      flush();
      return;
    }
    run.push({
      x: x(line.from + (index + 0.5) * line.stepMs),
      up: y(drawn(line, value)),
      down: y(lower === undefined ? 0 : drawn(line, floor)),
    });
  });
  flush();
  ctx.restore();
}

function drawPartial(chart: Chart, { model, palette }: MarksInput): void {
  const { chartArea: area } = chart;
  for (const box of spans(model.partial, pixelX(chart), area.left, area.right)) {
    hatch(chart, { x: box.x, y: area.top, width: box.width, height: 5 }, palette.hatch);
  }
}

function drawThresholds(chart: Chart, { model, palette, drawn }: MarksInput): void {
  const { ctx, chartArea: area } = chart;
  if (model.lines.length === 0) {
    return;
  }
  ctx.save();
  ctx.font = `10.5px ${palette.font}`;
  ctx.textBaseline = 'alphabetic';
  const marks = [...model.thresholds]
    .sort((a, b) => b.value - a.value)
    .map((mark) => ({
      ...mark,
      y: Math.round(pixelY(chart)(mark.value)) + 0.5,
      width: ctx.measureText(mark.label).width,
    }))
    .filter(({ y }) => y >= area.top && y <= area.bottom);
  const labels = placeMarkLabels(marks, curvePoints(chart, model, drawn), area);
  marks.forEach(({ y, label, level }, index) => {
    ctx.strokeStyle = palette.severity[level];
    ctx.lineWidth = 1;
    ctx.setLineDash([4, 3]);
    ctx.beginPath();
    ctx.moveTo(area.left, y);
    ctx.lineTo(area.right, y);
    ctx.stroke();
    ctx.setLineDash([]);
    const place = labels[index];
    if (place !== undefined) {
      ctx.textAlign = place.align;
      // A rim in the background's colour keeps the label readable on lines and hatching.
      ctx.lineWidth = 3;
      ctx.lineJoin = 'round';
      ctx.strokeStyle = palette.background;
      ctx.strokeText(label, place.x, place.y);
      ctx.fillStyle = palette.ink[level];
      ctx.fillText(label, place.x, place.y);
    }
  });
  ctx.restore();
}

function curvePoints(chart: Chart, model: ChartModel, drawn: MarksInput['drawn']): Point[] {
  const x = pixelX(chart);
  const y = pixelY(chart);
  return model.lines.flatMap((line) =>
    line.values.flatMap((value, index) =>
      value === null
        ? []
        : [{ x: x(line.from + (index + 0.5) * line.stepMs), y: y(drawn(line, value)) }],
    ),
  );
}

function drawEvents(chart: Chart, { model, palette }: MarksInput): void {
  const { ctx, chartArea: area } = chart;
  let lastGlyph = -Infinity;
  for (const event of model.events) {
    const x = pixelX(chart)(event.at);
    if (!(x >= area.left && x <= area.right)) {
      continue;
    }
    const level = eventLevel(event);
    ctx.save();
    ctx.strokeStyle = palette.severity[level];
    ctx.globalAlpha = 0.75;
    ctx.setLineDash([2, 2]);
    ctx.beginPath();
    ctx.moveTo(x, area.top - 3);
    ctx.lineTo(x, area.bottom);
    ctx.stroke();
    ctx.restore();
    if (x - lastGlyph >= 10) {
      drawEventGlyph(ctx, level, x, area.top - 8, palette);
      lastGlyph = x;
    }
  }
}

function drawEventGlyph(
  ctx: CanvasRenderingContext2D,
  level: 'critical' | 'warning' | 'info',
  x: number,
  y: number,
  palette: Palette,
): void {
  ctx.save();
  ctx.beginPath();
  if (level === 'warning') {
    ctx.moveTo(x, y - 4.8);
    ctx.lineTo(x + 5, y + 4.2);
    ctx.lineTo(x - 5, y + 4.2);
    ctx.closePath();
  } else {
    ctx.arc(x, y, 4.2, 0, 2 * Math.PI);
  }
  if (level === 'info') {
    ctx.fillStyle = palette.background;
    ctx.fill();
    ctx.strokeStyle = palette.severity.info;
    ctx.stroke();
  } else {
    ctx.fillStyle = palette.severity[level];
    ctx.fill();
    ctx.strokeStyle = palette.background;
    ctx.lineWidth = 1.3;
    ctx.beginPath();
    if (level === 'critical') {
      ctx.moveTo(x - 1.8, y - 1.8);
      ctx.lineTo(x + 1.8, y + 1.8);
      ctx.moveTo(x + 1.8, y - 1.8);
      ctx.lineTo(x - 1.8, y + 1.8);
    } else {
      ctx.moveTo(x, y - 1.8);
      ctx.lineTo(x, y + 1.4);
    }
    ctx.stroke();
  }
  ctx.restore();
}
