import { withRollingRestarts } from '../../shared/rollingRestarts';
import { useRef, useState } from 'preact/hooks';
import { formatClock, formatDuration } from '../../shared/format';
import type { HealthHistory } from '../../shared/model/healthHistory';
import type { EpochMs } from '../../shared/time';
import { eventLevel } from '../charts/eventLevel';
import { gapAt } from '../charts/chartModel';
import { timeTicks } from '../charts/timeTicks';
import { locale, t } from '../text';
import { problemName } from '../view/problemName';
import { eventText } from '../../shared/eventText';
import { reasonText } from '../view/readingText';
import { cellAt, problemsIn, ribbonRuns, verdictTimes, type RibbonRun } from '../view/ribbonRuns';
import { usePage } from './context';
import { Glyph } from './glyph';
import { useHealthHistory } from './useHealthHistory';
import { useInView } from './useTrend';
import { useWidth } from './useWidth';

/** Pixels at the end of the axis that belong to the word for now. */
const roomForNow = 44;
const height = 24;
/** Heights differ, so that the ribbon reads without colour. */
const barHeight: Readonly<Record<RibbonRun['verdict'], number>> = {
  ok: 6,
  warning: 15,
  critical: height,
  unknown: height,
};
const namedProblems = 4;

/** 24 hours of verdicts; a click, or arrows and Enter, show the whole page at that moment. */
export function HealthRibbon() {
  const { ref, width } = useWidth<HTMLDivElement>();
  const inView = useInView(ref);
  const history = useHealthHistory(inView && width > 0 ? cellsFor(width) : 0);
  return (
    <div class="ribbon" ref={ref} data-testid="ribbon">
      {history === undefined || history.verdicts.length === 0 ? (
        <span class="skeleton" />
      ) : (
        <Ribbon history={history} width={width} />
      )}
    </div>
  );
}

/** Cells of 5, 10 or 15 minutes, none too narrow to be hit. */
function cellsFor(width: number): number {
  return width >= 1000 ? 288 : width >= 500 ? 144 : 96;
}

function Ribbon({ history, width }: { history: HealthHistory; width: number }) {
  const { store } = usePage();
  const [cursor, setCursor] = useState<number | undefined>(undefined);
  const strip = useRef<HTMLDivElement>(null);
  const { from, stepMs, verdicts } = history;
  const events = withRollingRestarts(history.events);
  const count = verdicts.length;
  const runs = ribbonRuns(history);
  const pixel = (at: EpochMs) => ((at - from) / (count * stepMs)) * width;
  const shown = store.view.value.at;
  const shownCell = shown === undefined || shown < from ? undefined : cellAt(history, shown);
  const current = cursor ?? shownCell ?? count - 1;
  const showCell = (cell: number) => {
    store.showMoment(Math.round(from + (cell + 1) * stepMs) - 1);
  };
  const move = (event: KeyboardEvent) => {
    const hour = Math.round(3_600_000 / stepMs);
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: -1,
      ArrowDown: -1,
      ArrowRight: 1,
      ArrowUp: 1,
      PageDown: -hour,
      PageUp: hour,
      Home: -count,
      End: count,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setCursor(Math.max(0, Math.min(count - 1, current + step)));
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      showCell(current);
    } else if (event.key === 'Escape') {
      setCursor(undefined);
      store.showLive();
    }
  };
  const zone = -new Date(from).getTimezoneOffset() * 60_000;
  return (
    <>
      <p class="lost-title">
        <span>{t('panel.ribbon.title')}</span>
        <span class="muted" data-testid="ribbon-sum">
          {verdictTimes(runs)
            .map(({ verdict, ms }) => t(`panel.ribbon.time.${verdict}`, { d: { ms } }))
            .join(' · ')}
        </span>
      </p>
      <div
        class="ribbon-strip"
        ref={strip}
        role="slider"
        tabIndex={0}
        aria-label={t('panel.ribbon.label')}
        aria-valuemin={0}
        aria-valuemax={count - 1}
        aria-valuenow={current}
        aria-valuetext={cellText(history, current)}
        onKeyDown={move}
        onBlur={() => {
          setCursor(undefined);
        }}
        onClick={(event) => {
          const box = strip.current?.getBoundingClientRect();
          if (box !== undefined) {
            showCell(Math.min(count - 1, Math.floor(((event.clientX - box.left) / width) * count)));
          }
        }}
      >
        <svg width={width} height={height} aria-hidden="true">
          {runs.map((run) => (
            <RunBar key={run.first} history={history} run={run} cell={width / count} />
          ))}
          {cursor === undefined ? null : (
            <rect
              class="ribbon-cursor"
              x={(cursor * width) / count - 1}
              width={width / count + 2}
              y={0.5}
              height={height - 1}
            />
          )}
          {shown === undefined || shown < from ? null : (
            <rect class="ribbon-shown" x={pixel(shown) - 1} width={2} height={height} />
          )}
        </svg>
        {events.map((event) =>
          event.kind === 'problem-begun' || event.kind === 'problem-ended' ? null : (
            <span
              key={`${event.at}${eventText(event, locale.value)}`}
              class="ribbon-event"
              style={{ left: `${pixel(event.at)}px` }}
              aria-hidden="true"
              data-tip={`${moment(event.at)} ${eventText(event, locale.value)}`}
            >
              <Glyph name={eventLevel(event)} small />
            </span>
          ),
        )}
      </div>
      <div class="ribbon-axis" aria-hidden="true">
        {timeTicks(
          from,
          from + count * stepMs,
          Math.max(3, Math.floor(width / 160)),
          zone,
          Math.min(1, roomForNow / width),
        ).map((at) => (
          <span key={at} style={{ left: `${pixel(at)}px` }}>
            {moment(at)}
          </span>
        ))}
        <span class="ribbon-now">{t('panel.axis.now')}</span>
      </div>
    </>
  );
}

function RunBar({ history, run, cell }: { history: HealthHistory; run: RibbonRun; cell: number }) {
  const bar = barHeight[run.verdict];
  const x = run.first * cell;
  const width = run.cells * cell;
  return (
    <g data-tip={stretchText(history, run)} data-verdict={run.verdict}>
      <rect class="ribbon-hit" x={x} width={width} height={height} />
      <rect
        class={`ribbon-${run.verdict}`}
        x={x}
        width={Math.max(1, width - (width > 3 ? 0.5 : 0))}
        y={height - bar}
        height={bar}
      />
    </g>
  );
}

const moment = (at: EpochMs) => formatClock(at, locale.value);

function stretchText(history: HealthHistory, run: Pick<RibbonRun, 'from' | 'to' | 'verdict'>) {
  const { from, to, verdict } = run;
  const middle = (from + to) / 2;
  const why = verdict === 'unknown' ? gapAt(history.gaps, middle) : undefined;
  const problems = verdict === 'unknown' ? [] : problemsIn(history, from, to);
  const lines = problems.slice(0, namedProblems).map(problemName);
  const more = problems.length - lines.length;
  return [
    `${moment(from)}–${moment(to)} (${formatDuration(to - from, locale.value)})`,
    `${t(`panel.verdict.${verdict}`)}${why === undefined ? '' : `: ${reasonText(why, locale.value)}`}`,
    ...lines,
    ...(more > 0 ? [t('panel.ribbon.more', { n: more })] : []),
    t('panel.ribbon.hint'),
  ].join('\n');
}

function cellText(history: HealthHistory, cell: number): string {
  const from = history.from + cell * history.stepMs;
  const to = from + history.stepMs;
  const verdict = history.verdicts[cell] ?? 'unknown';
  const problems = verdict === 'unknown' ? [] : problemsIn(history, from, to);
  return [
    moment(from),
    t(`panel.verdict.${verdict}`),
    ...problems.slice(0, namedProblems).map(({ rule }) => t(`panel.rule.${rule}`)),
  ].join(', ');
}
