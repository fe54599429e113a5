import assert from 'node:assert/strict';
import { beConfig } from '../../../../src/extension/starrocks/sources/beConfig';
import { localCompactions } from '../../../../src/extension/starrocks/sources/localCompactions';

const context = { sessionOffsetMs: 0, globalOffsetMs: 0, skewMs: 0, receivedAt: 0, tookMs: 1 };
const answer = (...rows: Record<string, string | null>[]) => ({
  columns: Object.keys(rows[0] ?? {}),
  rows,
  tookMs: 1,
  receivedAtMono: 0,
});

describe('localCompactions', () => {
  const [form] = localCompactions.forms;

  it('asks for the columns it reads, and reads one row per BE', () => {
    assert.equal(
      form.sql,
      'SELECT BE_ID, CANDIDATES_NUM, CANDIDATE_MAX_SCORE FROM information_schema.be_compactions',
    );
    const parsed = form.parse(
      answer({ BE_ID: '10004', CANDIDATES_NUM: '17', CANDIDATE_MAX_SCORE: '88.0' }),
      context,
      new Map(),
    );
    assert.deepEqual(parsed.value, [{ backend: '10004', candidates: 17, candidateScore: 88 }]);
  });

  it('knows no number from a cell that holds none', () => {
    const parsed = form.parse(
      answer({ BE_ID: '10004', CANDIDATES_NUM: null, CANDIDATE_MAX_SCORE: '-1' }),
      context,
      new Map(),
    );
    assert.deepEqual(parsed.value, [{ backend: '10004', candidates: null, candidateScore: null }]);
  });
});

describe('beConfig', () => {
  const [form] = beConfig.forms;

  it('asks for the white-listed settings only', () => {
    assert.match(form.sql, /WHERE NAME IN \('tablet_max_versions', .*'mem_limit'\)$/);
  });

  it('keeps which node said what', () => {
    const parsed = form.parse(
      answer(
        { BE_ID: '10004', NAME: 'tablet_max_versions', VALUE: '1000' },
        { BE_ID: '10005', NAME: 'tablet_max_versions', VALUE: '2000' },
      ),
      context,
      new Map(),
    );
    assert.deepEqual(parsed.value, [
      { backend: '10004', key: 'tablet_max_versions', value: '1000' },
      { backend: '10005', key: 'tablet_max_versions', value: '2000' },
    ]);
  });
});
