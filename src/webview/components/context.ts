import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { SourceId } from '../../shared/ids';
import type { PanelStore } from '../store';
import type { TrendFeed } from '../trendFeed';

export type Page = { readonly store: PanelStore; readonly trends: TrendFeed };

export const PageContext = createContext<Page | undefined>(undefined);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === undefined) {
    throw new Error('usePage outside of the page');
  }
  return page;
}

/** Where the rows of a table come from, for the table. */
export const RowsSource = createContext<SourceId | undefined>(undefined);
