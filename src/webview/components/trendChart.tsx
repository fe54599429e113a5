import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { defaultThresholds } from '../../shared/thresholds';
import type { NodeId } from '../../shared/ids';
import type { TimeRange } from '../../shared/model/trends';
import { dayMs } from '../../shared/time';
import type { ChartModel } from '../charts/chartModel';
import { chartModel, latestValue, seriesOf, stepCursor } from '../charts/chartModel';
import type { ChartSpec } from '../charts/chartSpecs';
import { cursor } from '../charts/cursor';
import { readPalette, themeGeneration } from '../charts/palette';
import { TimeChart } from '../charts/timeChart';
import { locale, t } from '../text';
import { rangeMs } from '../../shared/timeRange';
import { quantity, quantityText } from '../../shared/quantity';
import { reasonText } from '../view/readingText';
import { selectedRange, selection } from '../charts/selection';
import { ChartMenu } from './chartMenu';
import { ChartLegend, CrossHair, MomentLine, SelectionBox, SpokenCursor } from './chartOverlay';
import { ChartTable } from './chartTable';
import { usePage } from './context';
import { useInView, useTrend } from './useTrend';
import { useWidth } from './useWidth';

/**
 * One chart of the trends: title, legend with values, canvas, shared cross-hair.
 *
 * @param node its series instead of the cluster's; behind them the median of all nodes
 */
export function TrendChart({ spec, node }: { spec: ChartSpec; node?: NodeId }) {
  const { store } = usePage();
  const { ref, width } = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<TimeChart | undefined>(undefined);
  const [drawn, setDrawn] = useState(0);
  const [asTable, setAsTable] = useState(false);
  const inView = useInView(ref);
  const wanted = inView && width > 0;
  const buckets = Math.min(360, Math.max(30, Math.round(width / 20) * 10));

  const own = spec.lines.filter((line) => line.style !== 'ghost').map((line) => line.series);
  const ghosts = spec.lines.filter((line) => line.style === 'ghost').map((line) => line.series);
  const now = useTrend(own, wanted, buckets, 0, undefined, node);
  const short = rangeMs(store.timeRange.value) <= dayMs;
  const before = useTrend(ghosts, wanted && short && node === undefined, buckets, dayMs);

  const thresholds = store.header.value?.thresholds ?? defaultThresholds;
  const compaction = store.modules.compaction.value;
  const marks = compaction?.known === true ? compaction.value.marks : undefined;
  const marksKey = JSON.stringify([thresholds, marks]);
  const language = locale.value;
  const model = useMemo<ChartModel | undefined>(
    () =>
      now.trend === undefined
        ? undefined
        : chartModel(
            spec.lines,
            node === undefined ? now.trend : seriesOf(now.trend, node),
            node !== undefined
              ? { trend: seriesOf(now.trend, undefined), shiftMs: 0 }
              : before.trend === undefined || !short
                ? undefined
                : { trend: before.trend, shiftMs: dayMs },
            spec.thresholds?.(
              { thresholds, ...(marks === undefined ? {} : { marks }) },
              language,
            ) ?? [],
          ),
    [spec, node, now.trend, before.trend, short, marksKey, language],
  );

  const theme = themeGeneration.value;
  useEffect(() => {
    if (canvas.current === null || model === undefined || !inView) {
      return;
    }
    const palette = readPalette();
    const text = {
      locale: language,
      end: endText(store.timeRange.peek()),
      wordOf: (why: Parameters<typeof reasonText>[0]) => reasonText(why, language),
    };
    chart.current ??= new TimeChart(
      canvas.current,
      {
        ...spec.axis,
        format: (value) => axisText(value, spec, language),
      },
      palette,
      text,
    );
    chart.current.show(model, palette, text);
    setDrawn((count) => count + 1);
  }, [model, theme, inView, width, language]);
  useEffect(
    () => () => {
      chart.current?.dispose();
      chart.current = undefined;
    },
    [],
  );

  const selected = selection.value;
  const isSelecting = selected?.chart === spec.id;
  const showMoment = () => {
    const at = cursor.peek()?.at;
    if (at !== undefined) {
      store.showMoment(Math.round(at));
    }
  };
  const zoom = () => {
    const range =
      model === undefined || selected === undefined ? undefined : selectedRange(model, selected);
    selection.value = undefined;
    if (range !== undefined) {
      cursor.value = undefined;
      store.zoomTo(range);
    } else if (cursor.peek()?.chart === spec.id) {
      showMoment();
    }
  };
  const escape = () => {
    if (selection.peek() !== undefined) {
      selection.value = undefined;
    } else if (cursor.peek() !== undefined) {
      cursor.value = undefined;
    } else {
      store.showRange();
    }
  };
  const moveByKey = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      PageUp: -10,
      PageDown: 10,
    };
    const step = steps[event.key];
    if (event.key === 'Escape') {
      escape();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (isSelecting) {
        zoom();
      } else {
        showMoment();
      }
    } else if (step !== undefined && model !== undefined) {
      event.preventDefault();
      const before = cursor.peek()?.at;
      const at = stepCursor(model, before, step);
      cursor.value = { at, chart: spec.id, by: 'keyboard' };
      selection.value = event.shiftKey
        ? { chart: spec.id, anchor: selection.peek()?.anchor ?? before ?? at, head: at }
        : undefined;
    }
  };
  const moveByPointer = (event: PointerEvent) => {
    const box = canvas.current?.getBoundingClientRect();
    const at = box === undefined ? undefined : chart.current?.momentAt(event.clientX - box.left);
    if (at !== undefined && model !== undefined) {
      cursor.value = { at: stepCursor(model, at, 0), chart: spec.id, by: 'pointer' };
      const marking = selection.peek();
      if (marking?.chart === spec.id && event.buttons === 1) {
        selection.value = { ...marking, head: at };
      }
    }
  };
  const beginSelection = (event: PointerEvent) => {
    const box = canvas.current?.getBoundingClientRect();
    const at = box === undefined ? undefined : chart.current?.momentAt(event.clientX - box.left);
    if (event.button === 0 && at !== undefined && event.currentTarget instanceof Element) {
      event.currentTarget.setPointerCapture(event.pointerId);
      selection.value = { chart: spec.id, anchor: at, head: at };
    }
  };
  const leave = () => {
    if (cursor.peek()?.chart === spec.id) {
      cursor.value = undefined;
    }
    if (selection.peek()?.chart === spec.id) {
      selection.value = undefined;
    }
  };

  return (
    <div class="chart" id={`chart-${spec.id}`} data-testid={`chart-${spec.id}`} ref={ref}>
      <div class="chart-head">
        <h3>
          {t(spec.title)} <span class="unit">{t(spec.unitWords)}</span>
        </h3>
        {model === undefined ? null : (
          <ChartMenu
            spec={spec}
            model={model}
            canvas={() => canvas.current}
            table={asTable}
            onTable={setAsTable}
          />
        )}
      </div>
      <ChartLegend spec={spec} model={model} />
      {asTable && model !== undefined ? <ChartTable spec={spec} model={model} /> : null}
      <div
        class="plot"
        hidden={asTable}
        tabIndex={0}
        role="group"
        aria-roledescription={t('panel.chart.role')}
        aria-label={summaryOf(spec, model)}
        onKeyDown={moveByKey}
        onPointerDown={beginSelection}
        onPointerMove={moveByPointer}
        onPointerUp={() => {
          if (isSelecting) {
            zoom();
          }
        }}
        onPointerCancel={leave}
        onPointerLeave={leave}
        onBlur={leave}
      >
        <canvas ref={canvas} aria-hidden="true" />
        {model === undefined ? (
          <ChartWaiting failure={now.failure} />
        ) : (
          <>
            <SelectionBox model={model} chart={chart.current} />
            <MomentLine model={model} chart={chart.current} drawn={drawn} width={width} />
            <CrossHair
              spec={spec}
              model={model}
              chart={chart.current}
              drawn={drawn}
              width={width}
            />
          </>
        )}
      </div>
      <SpokenCursor spec={spec} model={model} />
    </div>
  );
}

function ChartWaiting({ failure }: { failure: string | undefined }) {
  return failure === undefined ? (
    <div class="plot-waiting skeleton" />
  ) : (
    <p class="plot-waiting hatched">
      <span>{t('panel.chart.failed', { why: failure })}</span>
    </p>
  );
}

/** A range that moves with the clock ends now; another one at the moment that stands there. */
function endText(range: TimeRange): string | undefined {
  return typeof range === 'string' ? t('panel.axis.now') : undefined;
}

function axisText(value: number, spec: ChartSpec, language: 'en' | 'zh-cn'): string {
  if (spec.unit === 'percent' || value === 0) {
    return String(value);
  }
  const { text, unit } = quantity(value, spec.unit, language);
  // "per s" stands beside the title already.
  const scale = unit.replace('/s', '').trim();
  return scale === '' ? text : `${text} ${scale}`;
}

/** One sentence for who cannot see the chart. */
function summaryOf(spec: ChartSpec, model: ChartModel | undefined): string {
  const values = (model?.lines ?? [])
    .filter((line) => line.style !== 'ghost')
    .map((line) => {
      const value = latestValue(line);
      return `${t(line.label)} ${value === null ? t('panel.level.unknown') : quantityText(value, spec.unit, locale.value)}`;
    });
  return t('panel.chart.summary', { title: t(spec.title), values: values.join(', ') });
}
