import { sparkGeometry } from '../charts/sparkGeometry';
import { useWidth } from './useWidth';

const height = 30;

/** The shape of a tile's past; hatched where nothing is known. It repeats what the tile says in words. */
export function Sparkline({ values }: { values: readonly (number | null)[] }) {
  const { ref, width } = useWidth<HTMLSpanElement>();
  const spark = sparkGeometry(values, [], width, height);
  return (
    <span class="spark" ref={ref} aria-hidden="true">
      {width === 0 ? null : (
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
          {spark.gaps.map((gap) => (
            <rect
              key={gap.x}
              x={gap.x}
              y={1}
              width={gap.width}
              height={height - 3}
              fill="url(#hatch)"
            />
          ))}
          <path class="spark-line" d={spark.path} />
          {spark.end === undefined ? null : (
            <circle class="spark-end" cx={spark.end.x} cy={spark.end.y} r="2" />
          )}
        </svg>
      )}
    </span>
  );
}
