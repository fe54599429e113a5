import type { TimeRange } from '../../shared/model/trends';
import { formatMoment } from '../../shared/format';
import { locale, t } from '../text';
import { timeRanges } from '../trendFeed';
import { Dropdown } from './controls';
import { usePage } from './context';

/** The ranges that end now; while zoomed, the stretch that is shown and the way back. */
export function RangePicker() {
  const { store } = usePage();
  const current = store.timeRange.value;
  const name = typeof current === 'string' ? current : undefined;
  return (
    <>
      {typeof current === 'string' ? null : <Zoomed range={current} />}
      <div class="ranges" role="group" aria-label={t('panel.header.range')}>
        {timeRanges.map((range) => (
          <button
            key={range}
            type="button"
            data-testid={`range-${range}`}
            aria-pressed={range === name}
            onClick={() => {
              store.showRange(range);
            }}
          >
            {range}
          </button>
        ))}
      </div>
      <div class="range-select">
        <Dropdown
          label={t('panel.header.range')}
          value={name ?? ''}
          options={[
            ...(name === undefined ? [{ value: '', label: t('panel.range.custom') }] : []),
            ...timeRanges.map((range) => ({ value: range, label: range })),
          ]}
          onChange={(value) => {
            const range = timeRanges.find((candidate) => candidate === value);
            if (range !== undefined) {
              store.showRange(range);
            }
          }}
        />
      </div>
    </>
  );
}

function Zoomed({ range: { from, to } }: { range: Exclude<TimeRange, string> }) {
  const { store } = usePage();
  const now = store.now.peek();
  const stretch = t('panel.range.stretch', {
    from: formatMoment(from, locale.value, now),
    to: formatMoment(to, locale.value, now),
  });
  return (
    <>
      <span class="spoken" role="status">
        {stretch}
      </span>
      <button
        type="button"
        class="zoomed"
        data-testid="zoom-back"
        aria-label={t('panel.range.back', { stretch })}
        data-tip={t('panel.range.backTip')}
        onClick={() => {
          store.showRange(store.view.peek().zoomedFrom ?? '1h');
        }}
      >
        {stretch}
        <span class="codicon codicon-close" aria-hidden="true" />
      </button>
    </>
  );
}
