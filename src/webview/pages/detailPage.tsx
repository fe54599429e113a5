import type { PageView } from '../../shared/protocol';
import { NodePage } from './nodePage';
import { QueryPage } from './queryPage';

/** One node or one query, in place of the sections. */
export function DetailPage({ page }: { page: PageView }) {
  return page.kind === 'node' ? (
    <NodePage key={page.node} node={page.node} />
  ) : (
    <QueryPage key={page.queryId} queryId={page.queryId} />
  );
}
