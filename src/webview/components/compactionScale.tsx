import { formatNumber } from '../../shared/format';
import type { CompactionMarks } from '../../shared/model/compactionStats';
import type { Reading } from '../../shared/reading';
import { compactionScale, scalePosition } from '../charts/scaleMath';
import { locale, t } from '../text';
import { boundMark } from '../view/readingText';
import { useWidth } from './useWidth';

const height = 74;

/** The score on a logarithmic scale with the cluster's own marks: zones with words, a pointer for now. */
export function CompactionScale({
  score,
  marks,
}: {
  score: Reading<number>;
  marks: CompactionMarks;
}) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const value = score.known ? score.value : undefined;
  const { zones, end } = compactionScale(marks, value);
  const x = (mark: number) => 1 + scalePosition(mark, end) * (width - 2);
  const number = (mark: number) => formatNumber(mark, locale.value);
  const pointer = value === undefined ? undefined : x(value);
  return (
    <div class="scale" ref={ref}>
      {width === 0 ? null : (
        <svg
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={t('panel.compaction.scaleLabel', {
            score: value === undefined ? t('panel.level.unknown') : number(value),
            marks: zones
              .slice(1)
              .map((zone) => number(zone.from))
              .join(', '),
          })}
        >
          {zones.map((zone) => {
            const left = x(zone.from);
            const room = x(zone.to) - left - 2;
            return (
              <g key={zone.label}>
                <rect
                  class={value === undefined ? 'zone' : `zone zone-${zone.level}`}
                  x={left}
                  y={26}
                  width={Math.max(1, room)}
                  height={10}
                />
                {value === undefined ? (
                  <rect x={left} y={26} width={Math.max(1, room)} height={10} fill="url(#hatch)" />
                ) : null}
                {room > 24 ? (
                  <text x={left} y={52}>
                    {number(zone.from)}
                  </text>
                ) : null}
                {room > 7 * t(zone.label).length ? (
                  <text class="zone-word" x={left} y={67}>
                    {t(zone.label)}
                  </text>
                ) : null}
              </g>
            );
          })}
          {pointer === undefined || value === undefined ? null : (
            <>
              <path class="pointer" d={`M${pointer} 24l-5.5-8h11z`} />
              <text
                class="pointer-value"
                x={pointer > width - 60 ? pointer - 10 : pointer + 10}
                y={18}
                text-anchor={pointer > width - 60 ? 'end' : 'start'}
              >
                {boundMark(score)}
                {number(value)}
              </text>
            </>
          )}
        </svg>
      )}
    </div>
  );
}
