import { countOf } from '../values';
import { readTable } from './readTable';
import type { SqlSource } from './source';

/** One row of information_schema.be_compactions: a BE's candidates, without primary-key tables. */
export type LocalCompactionRow = {
  /** BackendId of SHOW BACKENDS. */
  readonly backend: string;
  readonly candidates: number | null;
  readonly candidateScore: number | null;
};

const columns = {
  backend: 'BE_ID',
  candidates: 'CANDIDATES_NUM',
  candidateScore: 'CANDIDATE_MAX_SCORE',
} as const;

/** Shared-nothing only; every BE must answer, or the statement fails. */
export const localCompactions: SqlSource<readonly LocalCompactionRow[]> = {
  id: 'localCompactions',
  privilege: 'operate',
  select: true,
  forms: [
    {
      form: 'be_compactions',
      sql: `SELECT ${Object.values(columns).join(', ')} FROM information_schema.be_compactions`,
      parse: (answer) =>
        readTable(answer, columns, ['backend'], ({ text, required }) => ({
          backend: required('backend'),
          candidates: countOf(text('candidates')),
          candidateScore: countOf(text('candidateScore')),
        })),
    },
  ],
};
