import { t } from '../text';
import { usePage } from './context';

/** In the row of a query: opens its profile as a document. */
export function ProfileButton({ queryId }: { queryId: string }) {
  const { store } = usePage();
  return (
    <button
      type="button"
      class="row-action"
      data-testid="open-profile"
      data-tip={t('panel.page.openProfile')}
      aria-label={t('panel.page.openProfile')}
      onClick={() => {
        store.openProfile(queryId);
      }}
    >
      <span class="codicon codicon-flame" aria-hidden="true" />
    </button>
  );
}
