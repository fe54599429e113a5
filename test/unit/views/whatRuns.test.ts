import assert from 'node:assert/strict';
import { whatRunsDocument } from '../../../src/extension/views/whatRuns';
import type { Explanation } from '../../../src/shared/api';
import type { OverviewHeader } from '../../../src/shared/model/extendedOverview';
import { unknown } from '../../../src/shared/reading';
import { at } from './builders';

const header: OverviewHeader = {
  now: at,
  timeScale: 1,
  clusterId: 'c',
  name: 'prod | x',
  production: false,
  demo: false,
  state: 'live',
  intervalS: 30,
  refreshing: false,
  version: unknown('not-collected-yet', at),
  runMode: unknown('not-collected-yet', at),
  sources: [
    { source: 'frontends', state: 'ok', periodS: 15 },
    { source: 'partitions', state: 'off', periodS: 300 },
  ],
  ownCost: { statements: unknown('no-traffic', at), ms: unknown('no-traffic', at) },
  historyBytes: unknown('not-collected-yet', at),
};

const explanation: Explanation = {
  source: 'frontends',
  asked: 'SHOW FRONTENDS\n```\n[x](command:y)',
  form: 'show',
  askedAt: at,
  tookMs: 40,
  rows: 3,
};

const cost = { source: 'frontends', statements: 20, requests: 0, ms: 240, rows: 60, bytes: 4_096 };

const cells = (text: string, source: string): readonly string[] =>
  (text.split('\n').find((line) => line.startsWith(`| ${source} `)) ?? '')
    .split(' | ')
    .map((cell) => cell.replace(/[|\\]/g, '').trim());

describe('the document of what runs', () => {
  const text = whatRunsDocument({ header, explanations: [explanation], costs: [cost] }, 'en');

  it('tells of each source how often it is asked, how long it takes and what it brings', () => {
    const [, , every, asked, mean, rows] = cells(text, 'frontends');
    assert.deepEqual([every, asked, mean, rows], ['15 s', '20', '12 ms', '60']);
  });

  it('writes a dash, not 0, for what was not asked', () => {
    assert.deepEqual(cells(text, 'partitions').slice(2), ['—', '—', '—', '—', '—', '—']);
  });

  it('shows statements as code that nothing in them ends', () => {
    const statement = text.slice(text.indexOf('    SHOW FRONTENDS'));
    assert.deepEqual(
      statement
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(0, 4)),
      ['    ', '    ', '    '],
    );
  });
});
