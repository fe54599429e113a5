import assert from 'node:assert/strict';
import { emptyEvaluatorState } from '../../../src/extension/alerts/evaluatorState';
import { computeNodeDetails } from '../../../src/extension/overview/nodeDetails';
import type { OverviewInput } from '../../../src/extension/overview/overviewInput';
import { unknown } from '../../../src/shared/reading';
import {
  FakeHistory,
  frontend,
  got,
  inputOf,
  minute,
  Run,
  sharedData,
  start,
  type Scene,
} from './builders';

const details = (over: Partial<OverviewInput>, scene: Scene = sharedData()) =>
  computeNodeDetails({ ...inputOf(scene, start, new FakeHistory()), ...over }, emptyEvaluatorState);
const drift = (over: Partial<OverviewInput>) => {
  const { configuration } = details(over);
  return configuration.known ? configuration.value.rows : configuration.why;
};
const frontendConfig = (config: Readonly<Record<string, string>>) => got(config, start, 'feConfig');
const nodeConfig = (key: string, ...values: readonly string[]) =>
  got(
    values.map((value, i) => ({ backend: String(10_001 + i), key, value })),
    start,
    'beConfig',
  );

describe('changed configuration', () => {
  it('shows what differs from its default, however a number is written', () => {
    const feConfig = frontendConfig({
      lake_compaction_score_selector_min_score: '10.0',
      label_keep_max_num: '250',
      lake_compaction_disable_ids: '',
    });
    assert.deepEqual(drift({ feConfig }), [
      { role: 'fe', key: 'label_keep_max_num', value: '250', standard: '1000', others: {} },
    ]);
  });

  it('names the nodes that differ from most, also where no default is known', () => {
    const beConfig = nodeConfig('compact_threads', '4', '8', '4');
    assert.deepEqual(drift({ feConfig: frontendConfig({}), beConfig }), [
      {
        role: 'be',
        key: 'compact_threads',
        value: '4',
        standard: null,
        others: { 'cn-2': '8' },
      },
    ]);
  });

  it('does not call unchanged what it could not read', () => {
    const denied = unknown('denied', start);
    assert.equal(drift({ feConfig: denied, beConfig: denied }), 'denied');
    const { configuration } = details({
      feConfig: denied,
      beConfig: nodeConfig('mem_limit', '90%'),
    });
    assert.equal(configuration.known && configuration.bound, 'lower');
  });
});

describe('how late an FE replays', () => {
  const behind = (scene: NonNullable<Scene['series']>) =>
    sharedData(3, {
      frontends: [
        frontend(1, { replayedJournalId: 13_000 }),
        frontend(2, { replayedJournalId: 1000 }),
        frontend(3, { replayedJournalId: 13_000 }),
      ],
      series: scene,
    });
  const lagOf = (scene: Scene, host: string) => {
    const run = new Run(scene).for(6 * minute);
    const { frontends } = computeNodeDetails(run.input, run.state);
    const row = frontends.known
      ? frontends.value.rows.find((candidate) => candidate.host === host)
      : undefined;
    const lag = row!.replayLagMs;
    return lag.known ? lag.value : lag.why;
  };

  it("is its entries by the pace of the leader's journal", () => {
    assert.equal(lagOf(behind({ 'journal.write': 40 }), 'fe-2'), 300_000);
  });

  it('is not known while hardly anything is written, except of who is not behind', () => {
    assert.equal(lagOf(behind({ 'journal.write': 0.05 }), 'fe-2'), 'no-traffic');
    assert.equal(lagOf(behind({ 'journal.write': 0.05 }), 'fe-3'), 0);
  });

  it('is not known where the pace is not', () => {
    assert.equal(lagOf(behind({ 'journal.write': 'unreachable' }), 'fe-2'), 'unreachable');
  });
});
