import { t } from '../text';
import { usePage } from './context';

/** In the row of a load: opens the rows that it rejected as a document. */
export function LoadErrorsButton({ loadId }: { loadId: string }) {
  const { store } = usePage();
  return (
    <button
      type="button"
      class="row-action"
      data-testid="open-load-errors"
      data-tip={t('panel.page.openLoadErrors')}
      aria-label={t('panel.page.openLoadErrors')}
      onClick={() => {
        store.openLoadErrors(loadId);
      }}
    >
      <span class="codicon codicon-list-flat" aria-hidden="true" />
    </button>
  );
}
