import type { TimeRange } from '../../shared/model/trends';
import { formatMoment } from '../../shared/format';
import { locale, t } from '../text';
import { useState } from 'preact/hooks';
import { namedRanges, rangeAt } from '../../shared/timeRange';
import { Dropdown } from './controls';
import { CustomRange } from './customRange';
import { usePage } from './context';

const chooseValue = 'choose';

/** The ranges that end now; while zoomed, the stretch that is shown and the way back. */
export function RangePicker() {
  const { store } = usePage();
  const current = store.timeRange.value;
  const name = typeof current === 'string' ? current : undefined;
  const [choosing, setChoosing] = useState(false);
  return (
    <div class="range-picker">
      {typeof current === 'string' ? null : <Zoomed range={current} />}
      <div class="ranges" role="group" aria-label={t('panel.header.range')}>
        {namedRanges.map((range) => (
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
        <button
          type="button"
          data-testid="range-custom"
          aria-expanded={choosing}
          aria-label={t('panel.range.choose')}
          data-tip={t('panel.range.choose')}
          onClick={() => {
            setChoosing(!choosing);
          }}
        >
          <span class="codicon codicon-calendar" aria-hidden="true" />
        </button>
      </div>
      <div class="range-select">
        <Dropdown
          label={t('panel.header.range')}
          value={name ?? ''}
          options={[
            ...(name === undefined ? [{ value: '', label: t('panel.range.custom') }] : []),
            ...namedRanges.map((range) => ({ value: range, label: range })),
            { value: chooseValue, label: t('panel.range.choose') },
          ]}
          onChange={(value) => {
            setChoosing(value === chooseValue);
            const range = namedRanges.find((candidate) => candidate === value);
            if (range !== undefined) {
              store.showRange(range);
            }
          }}
        />
      </div>
      {choosing ? (
        <CustomRange
          {...rangeAt(current, store.now.peek())}
          onDone={() => {
            setChoosing(false);
          }}
        />
      ) : null}
    </div>
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
