import { formatDuration, formatMoment } from '../../shared/format';
import { minuteMs, secondMs } from '../../shared/time';
import { locale, t } from '../text';
import { usePage } from './context';

/** While a past moment is shown: which, what it is made of, and the way back; never out of sight. */
export function MomentBar() {
  const { store } = usePage();
  const { at } = store.view.value;
  if (at === undefined) {
    return null;
  }
  const past = store.past.value;
  const text = formatMoment(at, locale.value, store.now.peek());
  const arrived = past?.askedAt === at;
  return (
    <div class="moment-bar" data-testid="moment-bar" data-arrived={arrived ? 'true' : 'false'}>
      <span class="codicon codicon-history" aria-hidden="true" />
      <button
        type="button"
        class="zoomed"
        data-testid="return-to-live"
        onClick={() => {
          store.showLive();
        }}
      >
        {t('panel.moment.return', { at: text })}
        <span class="codicon codicon-close" aria-hidden="true" />
      </button>
      <span role="status" class="muted">
        {!arrived
          ? t('panel.moment.reading')
          : past.stored === undefined
            ? t('panel.moment.nothing')
            : t(
                past.stored.coversMs > minuteMs
                  ? 'panel.moment.storedBucket'
                  : 'panel.moment.storedRound',
                {
                  at: formatMoment(past.stored.at, locale.value, store.now.peek()),
                  d: formatDuration(Math.max(secondMs, past.stored.coversMs), locale.value),
                },
              )}
      </span>
    </div>
  );
}
