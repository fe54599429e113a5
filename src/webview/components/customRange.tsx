import { useState } from 'preact/hooks';
import type { EpochMs } from '../../shared/time';
import { t } from '../text';
import { fromInputValue, toInputValue } from '../view/dateInput';
import { Button } from './controls';
import { usePage } from './context';

/** Any stretch of time, typed. */
export function CustomRange({
  from,
  to,
  onDone,
}: {
  from: EpochMs;
  to: EpochMs;
  onDone: () => void;
}) {
  const { store } = usePage();
  const [begin, setBegin] = useState(toInputValue(from));
  const [end, setEnd] = useState(toInputValue(to));
  const [refused, setRefused] = useState(false);
  const show = () => {
    const range = { from: fromInputValue(begin), to: fromInputValue(end) };
    if (range.from === undefined || range.to === undefined || range.from >= range.to) {
      setRefused(true);
      return;
    }
    store.zoomTo({ from: range.from, to: range.to });
    onDone();
  };
  const field = (label: string, value: string, set: (value: string) => void, focus = false) => (
    <label>
      {label}
      <input
        type="datetime-local"
        value={value}
        autofocus={focus}
        onInput={(event) => {
          set(event.currentTarget.value);
          setRefused(false);
        }}
      />
    </label>
  );
  return (
    <form
      class="menu custom-range"
      aria-label={t('panel.range.choose')}
      data-testid="custom-range"
      onSubmit={(event) => {
        event.preventDefault();
        show();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onDone();
        } else if (event.key === 'Enter') {
          event.preventDefault();
          show();
        }
      }}
    >
      {field(t('panel.range.from'), begin, setBegin, true)}
      {field(t('panel.range.to'), end, setEnd)}
      <p class="error" role="alert">
        {refused ? t('panel.range.bad') : ''}
      </p>
      <Button primary onClick={show}>
        {t('panel.range.show')}
      </Button>
    </form>
  );
}
