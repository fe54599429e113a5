import type { Locale } from '../../../shared/format';
import { quantityText } from '../../../shared/quantity';
import { escapeHtml } from '../escapeHtml';
import { say } from '../say';
import type { ReportChart, ReportLine } from './reportBlocks';
import { utcText } from './reportText';

const width = 420;
const height = 140;
/** Room for the labels of the value axis, and of the time axis. */
const left = 56;
const bottom = 18;
const top = 6;

/** A chart as markup without script or style: lines break where nothing is known, gaps are shaded. */
export function chartSvg(chart: ReportChart, locale: Locale): string {
  const { title, lines, from, to, stepMs, unit, gaps } = chart;
  const most = Math.max(0, ...lines.flatMap(({ values }) => values.filter((v) => v !== null)));
  const end = axisEnd(most);
  const x = (at: number) =>
    round(left + ((width - left) * (Math.min(to, Math.max(from, at)) - from)) / (to - from));
  const y = (value: number) => round(top + (height - top - bottom) * (1 - value / end));
  const ticks = [0, end / 2, end].map((value) => {
    const label = escapeHtml(quantityText(value, unit, locale));
    return `<line class="grid" x1="${left}" x2="${width}" y1="${y(value)}" y2="${y(value)}"/><text x="${left - 6}" y="${y(value) + 3}" text-anchor="end">${label}</text>`;
  });
  const shades = gaps.map(
    ([begin, until, why]) =>
      `<rect class="gap" x="${x(begin)}" y="${top}" width="${round(x(until) - x(begin))}" height="${height - top - bottom}"><title>${escapeHtml(say(locale, `reason.${why}`))}</title></rect>`,
  );
  const paths = lines.map(
    (line, index) =>
      `<path class="line line${index + 1}" d="${pathOf(line, (i) => x(from + (i + 0.5) * stepMs), y)}"/>`,
  );
  const times = [
    `<text x="${left}" y="${height - 4}">${utcText(from).slice(5, 16).replace('T', ' ')}</text>`,
    `<text x="${width}" y="${height - 4}" text-anchor="end">${utcText(to).slice(5, 16).replace('T', ' ')}</text>`,
  ];
  const name = escapeHtml(say(locale, title));
  const keys = lines
    .map(
      ({ label }, index) =>
        `<span class="key${index + 1}">${escapeHtml(say(locale, label))}</span>`,
    )
    .join('');
  return `<figure><figcaption>${name}${keys}</figcaption><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${name}">${[...shades, ...ticks, ...paths, ...times].join('')}</svg></figure>`;
}

/** One stroke for each unbroken run of known buckets; a single one is a short dash. */
function pathOf(
  { values }: ReportLine,
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  return values
    .map((value, index) => {
      if (value === null) {
        return '';
      }
      const before = values[index - 1] ?? null;
      const after = values[index + 1] ?? null;
      const point = `${before === null ? 'M' : 'L'}${x(index)} ${y(value)}`;
      return before === null && after === null ? `${point}h1` : point;
    })
    .join('');
}

/** Where a value axis that begins at 0 ends: the next 1, 2 or 5 × a power of ten. */
function axisEnd(most: number): number {
  if (most <= 0) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(most));
  return power * ([1, 2, 5].find((step) => step * power >= most) ?? 10);
}

const round = (pixels: number): number => Math.round(pixels * 10) / 10;
