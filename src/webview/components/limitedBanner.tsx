import { alsoAllowsText, limitedText } from '../../shared/limitedText';
import type { OverviewHeader } from '../../shared/model/extendedOverview';
import { locale, t } from '../text';
import { Button } from './controls';
import { usePage } from './context';

/** Says quietly which modules are not whole for want of a right, and hands over what gives it. */
export function LimitedBanner({ header: { limitations, state } }: { header: OverviewHeader }) {
  const { store } = usePage();
  // Without a connection nothing at all is read: another banner says that.
  if (limitations === undefined || state === 'disconnected' || state === 'no-credentials') {
    return null;
  }
  return (
    <aside class="banner limited" aria-label={t('panel.limited.label')} data-testid="limited">
      <span class="codicon codicon-lock" aria-hidden="true" />
      <p>
        {limitedText(limitations, locale.value)}{' '}
        <span class="muted">{alsoAllowsText(limitations, locale.value)}</span>
      </p>
      <div class="buttons">
        <Button
          onClick={() => {
            store.copyGrant();
          }}
        >
          {t('panel.limited.copy')}
        </Button>
        <Button
          onClick={() => {
            store.command('showGrants');
          }}
        >
          {t('panel.limited.all')}
        </Button>
      </div>
    </aside>
  );
}
