import assert from 'node:assert/strict';
import { SwitchingApi } from '../../../src/extension/api/switchingApi';
import { Emitter } from '../../../src/extension/emitter';
import type { RoundReport, StarRocksOverviewApi } from '../../../src/shared/api';
import { MemoryLog } from '../clusters/support';
import { aSummary } from '../views/builders';

/** An engine that only counts how often it was asked to run. */
class CountingEngine {
  wanted = false;
  held = 0;
  holds = 0;

  isWanted(): boolean {
    return this.wanted || this.held > 0;
  }

  hold(): () => void {
    this.held += 1;
    this.holds += 1;
    return () => {
      this.held -= 1;
    };
  }
}

function anApi(name: string) {
  const log = new MemoryLog();
  const changedClusters = new Emitter<void>(log);
  const collected = new Emitter<RoundReport>(log);
  const visible: string[] = [];
  const answers: Partial<StarRocksOverviewApi> = {
    listClusters: () => Promise.resolve([aSummary({ name })]),
    addCluster: () => Promise.resolve(`id-${name}`),
    setVisible: (id, viewer, isVisible) => {
      visible.push(`${id} ${viewer} ${String(isVisible)}`);
      return Promise.resolve();
    },
    onDidChangeClusters: changedClusters.event,
    onDidChange: new Emitter<never>(log).event,
    onDidCollect: collected.event,
  };
  // Only what these tests call; anything else fails loudly.
  return { api: answers as StarRocksOverviewApi, collected, visible };
}

function setUp() {
  const facade = new SwitchingApi(new MemoryLog());
  const engine = new CountingEngine();
  facade.connect(engine);
  return { facade, engine };
}

const names = async (facade: SwitchingApi) =>
  (await facade.listClusters()).map(({ profile }) => profile.name);

describe('SwitchingApi', () => {
  it('answers no clusters without starting anything while none is configured', async () => {
    const { facade, engine } = setUp();

    assert.deepEqual(await facade.listClusters(), []);
    assert.equal(engine.holds, 0);
    await assert.rejects(facade.getHistorySize('x'), /No cluster is configured/);
  });

  it('waits for whoever begins to answer', async () => {
    const { facade, engine } = setUp();
    engine.wanted = true;

    const asked = names(facade);
    facade.use(anApi('leader').api);

    assert.deepEqual(await asked, ['leader']);
  });

  it('keeps the engine running for as long as a cluster is being added', async () => {
    const { facade, engine } = setUp();
    const added = facade.addCluster({ ...aSummary().profile });
    assert.equal(engine.held, 1);

    facade.use(anApi('leader').api);

    assert.equal(await added, 'id-leader');
    assert.equal(engine.held, 0);
  });

  it('forwards events of the current implementation only, and says that clusters changed', () => {
    const { facade } = setUp();
    const first = anApi('first');
    const second = anApi('second');
    const rounds: string[] = [];
    let changes = 0;
    facade.onDidCollect(({ id }) => rounds.push(id));
    facade.onDidChangeClusters(() => (changes += 1));
    const round = (id: string) => ({ id, at: 0, tookMs: 1, failed: [], saved: true });

    facade.use(first.api);
    facade.use(second.api);
    first.collected.fire(round('late'));
    second.collected.fire(round('now'));

    assert.deepEqual(rounds, ['now']);
    assert.equal(changes, 2);
  });

  it('tells the next implementation who is still looking', async () => {
    const { facade } = setUp();
    facade.use(anApi('first').api);
    await facade.setVisible('a', 'panel:1', true);
    await facade.setVisible('b', 'panel:2', true);
    await facade.setVisible('b', 'panel:2', false);
    const second = anApi('second');

    facade.use(second.api);

    assert.deepEqual(second.visible, ['a panel:1 true']);
  });
});
