import { formatMoment } from '../../shared/format';
import type { TrendSeries } from '../../shared/model/trends';
import { hourMs, type EpochMs } from '../../shared/time';
import { locale, t } from '../text';
import { lostPoints, type LostPoints } from '../view/lostPoints';
import { usePage } from './context';
import { useInView, useTrend } from './useTrend';
import { useWidth } from './useWidth';

const height = 28;
const buckets = 72;
const series = ['health.score'] as const;
/** Shown around a moment that was chosen. */
const aroundMs = 2 * hourMs;

/** Points lost in each 20 minutes of the last day; a click shows the charts of that time. */
export function LostPointsStrip() {
  const { ref, width } = useWidth<HTMLDivElement>();
  const { trend } = useTrend(series, useInView(ref), buckets, 0, '24h');
  const [score] = trend?.series ?? [];
  return (
    <div class="lost" ref={ref}>
      {score === undefined || width === 0 ? null : <Strip score={score} width={width} />}
    </div>
  );
}

function Strip({ score, width }: { score: TrendSeries; width: number }) {
  const { store } = usePage();
  const lost = lostPoints(score);
  const count = lost.lost.length;
  const step = width / count;
  const moment = (at: EpochMs) => formatMoment(at, locale.value, store.now.peek());
  const momentOf = (event: MouseEvent & { readonly currentTarget: Element }) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const index = Math.min(count - 1, Math.floor(((event.clientX - left) / width) * count));
    return score.from + (index + 0.5) * score.stepMs;
  };
  return (
    <>
      <p class="lost-title">
        <span>{t('panel.lost.title')}</span>
        <span class="muted">{lostWords(lost)}</span>
      </p>
      <svg
        role="img"
        aria-label={`${t('panel.lost.title')}: ${lostWords(lost)}`}
        data-testid="lost-points"
        data-tip={
          lost.worst === undefined
            ? t('panel.lost.tip')
            : t('panel.lost.worstTip', {
                points: lost.worst.points,
                at: moment(lost.worst.at),
              })
        }
        width={width}
        height={height}
        onClick={(event) => {
          const at = momentOf(event);
          const to = Math.min(store.now.peek(), at + aroundMs / 2);
          store.zoomTo({ from: to - aroundMs, to });
        }}
      >
        {lost.lost.map((points, index) =>
          points === null ? (
            <rect key={index} class="lost-unknown" x={index * step} width={step} height={height} />
          ) : (
            <rect
              key={index}
              class={points === 0 ? 'lost-none' : 'lost-some'}
              x={index * step + 0.5}
              width={Math.max(1, step - 1)}
              y={height - barHeight(points)}
              height={barHeight(points)}
            />
          ),
        )}
      </svg>
      <p class="lost-ends muted" aria-hidden="true">
        <span>{moment(score.from)}</span>
        <span>{t('panel.axis.now')}</span>
      </p>
    </>
  );
}

/** A little is still to be seen; nothing is a line. */
function barHeight(points: number): number {
  return points === 0 ? 1 : Math.max(3, (points / 100) * height);
}

function lostWords({ withoutMs, unknownMs }: LostPoints): string {
  const parts = [
    withoutMs === 0 ? '' : t('panel.lost.none', { d: { ms: withoutMs } }),
    unknownMs === 0 ? '' : t('panel.lost.unknown', { d: { ms: unknownMs } }),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
