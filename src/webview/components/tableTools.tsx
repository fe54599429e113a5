import { useState } from 'preact/hooks';
import { t } from '../text';
import { copyText } from '../view/copied';

/** What can be done with a table as a whole: find rows, take it along. */
export function TableTools({
  caption,
  filter,
  onFilter,
  csv,
}: {
  caption: string;
  filter: string;
  onFilter: (typed: string) => void;
  csv: () => string;
}) {
  const [said, setSaid] = useState('');
  const copy = () => {
    void copyText(csv()).then(setSaid);
  };
  return (
    <div class="table-tools">
      <input
        type="search"
        class="table-filter"
        value={filter}
        placeholder={t('panel.table.filter')}
        aria-label={t('panel.table.filterOf', { table: caption })}
        onInput={(event) => {
          onFilter(event.currentTarget.value);
        }}
      />
      <button
        type="button"
        class="link"
        aria-label={t('panel.table.copyOf', { table: caption })}
        onClick={copy}
      >
        {t('panel.table.copy')}
      </button>
      <span class="muted" role="status">
        {said}
      </span>
    </div>
  );
}
