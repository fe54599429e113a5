import { useState } from 'preact/hooks';
import { t } from '../text';

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
    navigator.clipboard.writeText(csv()).then(
      () => {
        setSaid(t('panel.chart.copied'));
      },
      (error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        setSaid(t('panel.chart.notCopied', { why }));
      },
    );
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
