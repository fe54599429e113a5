import type { ComponentChildren } from 'preact';
import type { Reading } from '../../shared/reading';
import type { SeriesUnit } from '../../shared/series';
import { locale, t } from '../text';
import { dash, quantity, quantityText } from '../../shared/quantity';
import { readingContext } from '../view/readingContext';
import { boundMark, readingTip } from '../view/readingText';
import { usePage } from './context';
import { Glyph } from './glyph';

type FigureProps = {
  readonly reading: Reading<number>;
  readonly unit: SeriesUnit;
  /** Level of the open rule about this very figure. */
  readonly level?: 'warning' | 'critical' | undefined;
};

/** One figure in a table or line: value and unit, or a hatched dash; all else in its tooltip. */
export function Figure({ reading, unit, level }: FigureProps) {
  const { store } = usePage();
  const text = (value: number) => quantityText(value, unit, locale.value);
  const tip = readingTip(reading, text, locale.value, store.now.peek());
  const asked = readingContext(reading.source, store.header.peek()?.clusterId);
  if (!reading.known) {
    return reading.last === undefined ? (
      <Missing tip={tip} context={asked} />
    ) : (
      <span class="was" data-tip={tip} data-vscode-context={asked}>
        {t('panel.was', { value: text(reading.last.value) })}
      </span>
    );
  }
  const shown = quantity(reading.value, unit, locale.value);
  return (
    <span
      class={level === undefined ? 'figure' : `figure ink-${level}`}
      data-tip={tip}
      data-vscode-context={asked}
    >
      {level === undefined ? null : <Glyph name={level} small />}
      {boundMark(reading)}
      {shown.text}
      {shown.unit === '' ? null : <span class="unit"> {shown.unit}</span>}
    </span>
  );
}

/** A value that is not known: a dash on hatching, the reason in the tooltip and for screen readers. */
export function Missing({ tip, context }: { tip: string; context?: string | undefined }) {
  return (
    <span
      class="missing"
      data-tip={tip}
      data-vscode-context={context}
      role="img"
      aria-label={tip.replaceAll('\n', ', ')}
    >
      {dash}
    </span>
  );
}

/** A figure with a bar of 100 beside it; empty and outlined for a last value, hatched when unknown. */
export function MeterFigure({
  reading,
  level,
  tick,
}: {
  reading: Reading<number>;
  level?: 'warning' | 'critical' | undefined;
  /** Warning threshold, percent. */
  tick?: number | undefined;
}) {
  return (
    <span class="meter-figure">
      <span class="meter-value">
        <Figure reading={reading} unit="percent" level={level} />
      </span>
      <span
        class={`meter${level === undefined ? '' : ` meter-${level}`}${meterState(reading)}`}
        aria-hidden="true"
      >
        {reading.known ? <i style={{ width: `${Math.min(100, reading.value)}%` }} /> : null}
        {reading.known && tick !== undefined ? <em style={{ left: `${tick}%` }} /> : null}
      </span>
    </span>
  );
}

function meterState(reading: Reading<number>): string {
  if (reading.known) {
    return '';
  }
  return reading.last === undefined ? ' hatched' : ' outlined';
}

/** A cell of a plain row: null is a dash with the reason of its column. */
export function Cell({
  value,
  why,
  children,
}: {
  value: unknown;
  why: string;
  children: ComponentChildren;
}) {
  return value === null ? <Missing tip={why} /> : <>{children}</>;
}
