import { parseComputeRows, type ComputeRow } from './computeRows';
import type { SqlForm, SqlSource } from './source';

const show: SqlForm<readonly ComputeRow[]> = {
  form: 'show',
  sql: 'SHOW BACKENDS',
  parse: (answer, context) => parseComputeRows('be', answer, context),
};

/** The leader's view; fails while there is no leader, because it is forwarded. */
export const backends: SqlSource<readonly ComputeRow[]> = {
  id: 'backends',
  privilege: 'node',
  select: false,
  forms: [show],
};

/** The connected FE's own view, for a cluster without a leader. */
export const backendsByProc: SqlSource<readonly ComputeRow[]> = {
  id: 'backends',
  privilege: 'operate',
  select: false,
  forms: [{ ...show, form: 'proc', sql: "SHOW PROC '/backends'" }],
};
