import { strict as assert } from 'node:assert';
import { Deadline } from '../../../src/extension/starrocks/deadline';
import type { Lane } from '../../../src/extension/starrocks/lane';
import { LanePool, type LaneChoice } from '../../../src/extension/starrocks/lanePool';

const follower: LaneChoice = { frontend: { host: '10.20.0.12', port: 9030 } };
const other: LaneChoice = { frontend: { host: '10.20.0.13', port: 9030 } };

const nameOf = (choice: LaneChoice): string =>
  typeof choice === 'string' ? choice : choice.frontend.host;

/** A pool whose lanes open at once, and what became of them. */
class Scene {
  readonly opened: string[] = [];
  readonly closed: string[] = [];
  readonly pool: LanePool;
  readonly #stop = new AbortController();

  constructor(cap: number) {
    this.pool = new LanePool((choice) => {
      const name = nameOf(choice);
      this.opened.push(name);
      const lane = {
        closed: false,
        close: () => {
          lane.closed = true;
          this.closed.push(name);
        },
      };
      return Promise.resolve(lane as unknown as Lane);
    });
    this.pool.setCap(cap);
  }

  /** Holds a lane until `end` is called; `begun` ends when it has one. */
  begin(choice: LaneChoice): { readonly begun: Promise<void>; readonly end: () => Promise<void> } {
    let begin: () => void = () => undefined;
    let finish: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const held = new Promise<void>((resolve) => (finish = resolve));
    const deadline = new Deadline(60_000, this.#stop.signal);
    const use = this.pool
      .use(choice, deadline, () => {
        begin();
        return held;
      })
      .finally(() => {
        deadline.dispose();
      });
    return {
      begun,
      end: () => {
        finish();
        return use;
      },
    };
  }
}

/** Every promise that can settle by itself has settled. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('lanes of a cluster', () => {
  it('leave an idle one of a single FE alone when the leader has several', async () => {
    const scene = new Scene(3);
    const turn = scene.begin(follower);
    await turn.end();
    const leaders = ['leader', 'leader', 'leader'].map(() => scene.begin('leader'));
    await settled();

    assert.deepEqual(scene.opened, ['10.20.0.12', 'leader', 'leader']);
    assert.deepEqual(scene.closed, []);

    await Promise.all(leaders.map(({ end }) => end()));
    assert.deepEqual(scene.closed, []);
  });

  it('give way to a kind that has none, that of a single FE whose turn it was first', async () => {
    const scene = new Scene(3);
    const leaders = [scene.begin('leader'), scene.begin('leader')];
    await Promise.all(leaders.map(({ begun }) => begun));
    await Promise.all([...leaders.map(({ end }) => end()), scene.begin(follower).end()]);

    await scene.begin(other).end();

    assert.deepEqual(scene.opened, ['leader', 'leader', '10.20.0.12', '10.20.0.13']);
    assert.deepEqual(scene.closed, ['10.20.0.12']);
  });

  it('are given to a single FE at once, however many wait for the leader', async () => {
    const scene = new Scene(3);
    await scene.begin(follower).end();
    const leaders = ['leader', 'leader', 'leader', 'leader'].map(() => scene.begin('leader'));
    await settled();

    const turn = scene.begin(follower);
    await turn.begun;

    assert.deepEqual(scene.opened, ['10.20.0.12', 'leader', 'leader']);
    await Promise.all([turn, ...leaders].map(({ end }) => end()));
  });

  it('go to the first who waits for what has become free', async () => {
    const scene = new Scene(3);
    const turn = scene.begin(follower);
    const leaders = ['leader', 'leader'].map(() => scene.begin('leader'));
    await Promise.all([turn, ...leaders].map(({ begun }) => begun));
    const third = scene.begin('leader');
    const again = scene.begin(follower);
    await settled();

    await turn.end();
    await again.begun;

    assert.deepEqual(scene.opened, ['10.20.0.12', 'leader', 'leader']);
    await Promise.all([again, ...leaders, third].map(({ end }) => end()));
  });
});
