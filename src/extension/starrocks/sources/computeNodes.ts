import { parseComputeRows, type ComputeRow } from './computeRows';
import type { SqlForm, SqlSource } from './source';

const show: SqlForm<readonly ComputeRow[]> = {
  form: 'show',
  sql: 'SHOW COMPUTE NODES',
  parse: (answer, context) => parseComputeRows('cn', answer, context),
};

/** The leader's view; fails while there is no leader, because it is forwarded. */
export const computeNodes: SqlSource<readonly ComputeRow[]> = {
  id: 'computeNodes',
  privilege: 'node',
  select: false,
  forms: [show],
};

/** The connected FE's own view, for a cluster without a leader. */
export const computeNodesByProc: SqlSource<readonly ComputeRow[]> = {
  id: 'computeNodes',
  privilege: 'operate',
  select: false,
  forms: [{ ...show, form: 'proc', sql: "SHOW PROC '/compute_nodes'" }],
};
