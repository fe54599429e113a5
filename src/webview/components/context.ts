import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
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
