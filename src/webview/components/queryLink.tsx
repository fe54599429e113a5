import type { ComponentChildren } from 'preact';
import { usePage } from './context';

/** The text of a query in a table: opens its page. */
export function QueryLink({
  queryId,
  tip,
  children,
}: {
  queryId: string;
  tip: string;
  children: ComponentChildren;
}) {
  const { store } = usePage();
  return (
    <button
      type="button"
      class="name-link sql ellipsis"
      data-testid="open-query"
      data-tip={tip}
      onClick={() => {
        store.openPage({ kind: 'query', queryId });
      }}
    >
      {children}
    </button>
  );
}
