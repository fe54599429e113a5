import * as assert from 'node:assert/strict';
import { renderPhrase } from '../../../src/shared/format';
import { liveModuleIds } from '../../../src/shared/model/extendedOverview';
import { compare } from '../../oracle/compare';
import type { Expectation } from '../../oracle/expectation';
import { known } from '../../oracle/expectation';
import { expectModules } from '../../oracle/expectOverview';
import { storedExpectation } from '../../oracle/stored';
import { Chain } from './support/chain';

type Moment = {
  readonly at: number;
  readonly expected: readonly (readonly [string, Expectation])[];
};

/** What each card must be able to tell of any moment. */
const kept = [
  'health.verdict',
  'health.score',
  'health.problems[].rule',
  'kpis.qps.value',
  'kpis.p99.value',
  'kpis.running.value',
  'kpis.connections.value',
  'kpis.loadRows.value',
  'kpis.compactionScore.value',
  'resources.cpu.worst.value',
  'resources.heap.worst.value',
  'nodes.frontends[].state',
  'nodes.frontends[].heapPct',
  'nodes.compute[].cpuPct',
  'compaction.score',
  'networkIo.receive',
  'networkIo.perNode[].read',
  'loads.rowsPerSecond',
  'transactions.running',
  'cache.diskUsed',
];

describe('a moment of the past', function () {
  this.timeout(90_000);
  let chain: Chain | undefined;

  afterEach(async () => {
    await chain?.stop();
    chain = undefined;
  });

  /** Now as the oracle knows it, to be asked for again when it is long gone. */
  const note = async (cluster: Chain): Promise<Moment> => ({
    at: cluster.now + 1_000,
    expected: Object.entries(expectModules(await cluster.situation(), true)),
  });

  it('equals the truth of then in every card, whatever happened since', async () => {
    const cluster = (chain = await Chain.start({ visible: true }));
    await cluster.rounds(5);
    const kill = { kind: 'kill', node: '10.20.0.33', noticed: true } as const;
    await cluster.disturb({ happen: kill });
    await cluster.rounds(2);
    const before = await note(cluster);
    await cluster.disturb(
      { happen: { kind: 'kill', node: '10.20.0.32', noticed: true } },
      { happen: { kind: 'traffic', factor: 3 } },
    );
    await cluster.rounds(2);
    const amid = await note(cluster);
    await cluster.disturb({ happen: { kind: 'traffic', factor: 0.5 } });
    await cluster.rounds(1);

    const mismatches: string[] = [];
    for (const { at, expected } of [before, amid]) {
      const compared = new Set<string>();
      const { modules } = await cluster.api.getExtendedOverview(cluster.id, {
        at,
        modules: liveModuleIds,
      });
      for (const [id, expectation] of expected) {
        const actual: unknown = Object.entries(modules).find(([module]) => module === id)?.[1];
        const stored = known(storedExpectation(expectation), { coverage: null, bound: null });
        const result = compare(actual, stored, (phrase) => renderPhrase(phrase), id);
        mismatches.push(...result.mismatches.map((each) => `${at}: ${each.slice(0, 400)}`));
        result.compared.forEach((field) => compared.add(field));
      }
      mismatches.push(
        ...kept.filter((field) => !compared.has(field)).map((field) => `${field} is not told`),
      );
    }
    assert.deepEqual(mismatches, []);
  });
});
