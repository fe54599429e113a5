import type { ChartLine, ChartModel } from '../charts/chartModel';
import { gapAt, latestValue, linesForReading, stepOf, valueAt } from '../charts/chartModel';
import type { ChartSpec } from '../charts/chartSpecs';
import { cursor } from '../charts/cursor';
import { selectedRange, selection } from '../charts/selection';
import type { TimeChart } from '../charts/timeChart';
import { formatMoment } from '../../shared/format';
import { locale, t } from '../text';
import { eventText } from '../../shared/eventText';
import { dash, quantityText } from '../../shared/quantity';
import { reasonText } from '../view/readingText';
import { usePage } from './context';

type OverlayProps = { readonly spec: ChartSpec; readonly model: ChartModel | undefined };

function valueText(value: number | null, spec: ChartSpec): string {
  return value === null ? dash : quantityText(value, spec.unit, locale.value);
}

/** The lines with their values at the cursor, else the newest. */
export function ChartLegend({ spec, model }: OverlayProps) {
  const at = cursor.value?.at;
  return (
    <ul class="legend">
      {(model === undefined ? [] : linesForReading(model)).map((line) => (
        <li key={`${line.series}${line.style ?? ''}`}>
          <Key line={line} />
          {t(line.label)}{' '}
          <b>{valueText(at === undefined ? latestValue(line) : valueAt(line, at), spec)}</b>
        </li>
      ))}
    </ul>
  );
}

function Key({ line }: { line: ChartLine }) {
  const dashes = line.style === 'dash' ? '5 2' : line.style === 'ghost' ? '1.5 2.5' : undefined;
  return (
    <svg class={`key stroke-${line.colour}`} width="14" height="8" aria-hidden="true">
      {line.bars === true ? (
        <path d="M7 0v8" stroke-width="8" />
      ) : (
        <path
          d="M0 4h14"
          stroke-width="2"
          {...(dashes === undefined ? {} : { 'stroke-dasharray': dashes })}
        />
      )}
    </svg>
  );
}

/** Cross-hair, dots and, in the chart that is pointed at, the values in a box. */
export function CrossHair({
  spec,
  model,
  chart,
}: {
  spec: ChartSpec;
  model: ChartModel;
  chart: TimeChart | undefined;
  /** Redraws the overlay when the canvas was drawn anew or changed its size. */
  drawn: number;
  width: number;
}) {
  const at = cursor.value?.at;
  const x = at === undefined ? undefined : chart?.pixelOf(at);
  if (chart === undefined || at === undefined || x === undefined) {
    return null;
  }
  const { top, bottom, left, right } = chart.plot;
  return (
    <div class="cross-hair" aria-hidden="true">
      <i
        class="cross-line"
        style={{ left: `${x}px`, top: `${top}px`, height: `${bottom - top}px` }}
      />
      {model.lines
        .filter((line) => line.bars !== true)
        .map((line) => {
          const value = valueAt(line, at);
          const y = value === null ? undefined : chart.pixelOfValue(line, value);
          return y === undefined ? null : (
            <i
              key={`${line.series}${line.style ?? ''}`}
              class={`cross-dot border-${line.colour}`}
              style={{ left: `${x}px`, top: `${y}px` }}
            />
          );
        })}
      {cursor.value?.chart === spec.id ? (
        <CursorBox spec={spec} model={model} at={at} x={x} left={left} right={right} />
      ) : null}
    </div>
  );
}

/** The stretch that is being marked, in every chart. */
export function SelectionBox({
  model,
  chart,
}: {
  model: ChartModel;
  chart: TimeChart | undefined;
}) {
  const marked = selection.value;
  const range = marked === undefined ? undefined : selectedRange(model, marked);
  const left = range === undefined ? undefined : chart?.pixelOf(range.from);
  const right = range === undefined ? undefined : chart?.pixelOf(range.to);
  if (chart === undefined || left === undefined || right === undefined) {
    return null;
  }
  const { top, bottom } = chart.plot;
  return (
    <i
      class="selection"
      aria-hidden="true"
      style={{
        left: `${left}px`,
        top: `${top}px`,
        width: `${right - left}px`,
        height: `${bottom - top}px`,
      }}
    />
  );
}

/** The past moment that the page shows, in every chart that reaches it. */
export function MomentLine({
  model,
  chart,
}: {
  model: ChartModel;
  chart: TimeChart | undefined;
  /** Redraws the line when the canvas was drawn anew or changed its size. */
  drawn: number;
  width: number;
}) {
  const { store } = usePage();
  const { at } = store.view.value;
  const x = at === undefined || at < model.from ? undefined : chart?.pixelOf(at);
  if (chart === undefined || x === undefined) {
    return null;
  }
  const { top, bottom } = chart.plot;
  return (
    <i
      class="moment-line"
      aria-hidden="true"
      style={{ left: `${x}px`, top: `${top}px`, height: `${bottom - top}px` }}
    />
  );
}

function CursorBox({
  spec,
  model,
  at,
  x,
  left,
  right,
}: {
  spec: ChartSpec;
  model: ChartModel;
  at: number;
  x: number;
  left: number;
  right: number;
}) {
  const { store } = usePage();
  const now = store.now.peek();
  const why = gapAt(model.gaps, at) ?? gapAt(model.someMissing, at);
  const partial = model.partial.some(([from, to]) => at >= from && at < to);
  const events = model.events.filter((event) => Math.abs(event.at - at) <= stepOf(model) / 2);
  const onLeft = x > (left + right) / 2;
  return (
    <div
      class="cursor-box"
      style={onLeft ? { right: `calc(100% - ${x - 10}px)` } : { left: `${x + 10}px` }}
    >
      <p>
        {formatMoment(at, locale.value, now)}{' '}
        <span class="muted">
          {t('panel.age.ago', { age: { ms: Math.max(0, Math.round((now - at) / 1000) * 1000) } })}
        </span>
      </p>
      <table>
        <tbody>
          {linesForReading(model).map((line) => (
            <tr key={`${line.series}${line.style ?? ''}`}>
              <td class="muted">{t(line.label)}</td>
              <td class="number">{valueText(valueAt(line, at), spec)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {why === undefined ? null : (
        <p class="muted">{t('panel.chart.noData', { why: reasonText(why, locale.value) })}</p>
      )}
      {partial ? <p class="muted">{t('panel.chart.partial')}</p> : null}
      {events.map((event) => (
        <p key={`${event.at}${eventText(event, locale.value)}`}>{eventText(event, locale.value)}</p>
      ))}
      <p class="muted">{t('panel.chart.clickMoment')}</p>
    </div>
  );
}

/** Speaks the values when the cursor was moved by keys; pointers and refreshes say nothing. */
export function SpokenCursor({ spec, model }: OverlayProps) {
  const { store } = usePage();
  const current = cursor.value;
  const spoken =
    model !== undefined && current?.chart === spec.id && current.by === 'keyboard'
      ? [
          formatMoment(current.at, locale.value, store.now.peek()),
          ...linesForReading(model).map((line) => {
            const value = valueAt(line, current.at);
            return `${t(line.label)} ${value === null ? t('panel.level.unknown') : valueText(value, spec)}`;
          }),
          ...(selection.value?.chart === spec.id ? [t('panel.chart.marked')] : []),
        ].join(', ')
      : '';
  return (
    <p class="spoken" aria-live="polite">
      {spoken}
    </p>
  );
}
