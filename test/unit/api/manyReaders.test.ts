/** Many who look ask the cluster nothing: answers come from memory and history alone. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Ajv } from 'ajv';
import { startDemoCluster, type DemoCluster } from '../../../src/demo/demoCluster';
import { LocalApi } from '../../../src/extension/api/localApi';
import { nodeFileSystem } from '../../../src/extension/store/fileSystem';
import { HistoryEngine } from '../../../src/extension/store/historyEngine';
import type { RoundReport } from '../../../src/shared/api';
import type { ExtendedOverview } from '../../../src/shared/model/extendedOverview';
import type { TimeRange } from '../../../src/shared/model/trends';
import { ControlPort } from '../../oracle/controlPort';
import { askingOf } from '../../oracle/questions';
import { ManualClock } from '../collect/support/manualClock';
import { MemoryRegistry } from '../oracle/support/memoryRegistry';
import { migrations, sqlForTests } from '../store/support/historyFixture';

const begin = Date.UTC(2026, 2, 3, 2, 0, 0);
const stepMs = 30_000;
const rounds = 2;
const readers = 50;
const ranges: readonly TimeRange[] = ['1h', '6h', '24h', '7d', { from: begin, to: begin + 60_000 }];
const modes = ['shared_data', 'shared_nothing', 'mixed'] as const;
const ignore = () => undefined;

type Reader = { readonly id: string; readonly range: TimeRange };

/** One API over three demo clusters; every clock is driven by hand. */
class Rig {
  readonly ids: readonly string[];
  readonly #demos: readonly DemoCluster[];
  readonly #controls: readonly ControlPort[];
  readonly #clock: ManualClock;
  readonly #engine: HistoryEngine;
  readonly #api: LocalApi;
  readonly #folder: string;

  private constructor(
    demos: readonly DemoCluster[],
    folder: string,
    engine: HistoryEngine,
    clock: ManualClock,
  ) {
    this.#demos = demos;
    this.#controls = demos.map(({ info }) => new ControlPort(info.control));
    this.#folder = folder;
    this.#engine = engine;
    this.#clock = clock;
    this.ids = demos.map((_, n) => `7d5b3c1e-9f42-4a6b-8c0d-2e4f6a8b0c1${n}`);
    const registry = new MemoryRegistry();
    demos.forEach(({ info }, n) => {
      registry.put(
        {
          id: this.ids[n] ?? '',
          name: `cluster ${n}`,
          frontends: info.frontends.map(({ host, queryPort }) => ({ host, port: queryPort })),
          user: 'monitor',
          password: 'stored',
          tls: { mode: 'off' },
          http: { mode: 'auto', addressMap: info.addressMap },
          access: 'read-only',
          intervalS: 30,
        },
        info.users.find(({ name }) => name === 'monitor')?.password ?? '',
      );
    });
    this.#api = new LocalApi({
      registry,
      store: engine,
      log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
      version: '0.0.0-test',
      clock,
    });
  }

  static async start(): Promise<Rig> {
    const demos = await Promise.all(
      modes.map((mode) => startDemoCluster({ manualClock: true, now: begin, mode })),
    );
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'readers-'));
    const clock = new ManualClock(begin);
    const engine = new HistoryEngine(folder, {
      fs: nodeFileSystem,
      sql: await sqlForTests(),
      migrations,
      isOwner: () => Promise.resolve(true),
      now: () => clock.now(),
      notice: ignore,
    });
    const rig = new Rig(demos, folder, engine, clock);
    await rig.#collected();
    return rig;
  }

  /** The next round of every cluster; `meanwhile` is called while it is under way. */
  async round(meanwhile: () => Promise<unknown>): Promise<void> {
    await Promise.all(this.#controls.map((control) => control.advance(stepMs)));
    const collected = this.#collected();
    const moved = this.#clock.advance(stepMs);
    await Promise.all([collected, moved, meanwhile()]);
  }

  async read({ id, range }: Reader): Promise<ExtendedOverview> {
    return this.#api.getExtendedOverview(id, { timeRange: range });
  }

  /**
   * What each cluster was asked so far, sorted. How many connections are set up for it, and how far the
   * sweep over databases gets, depends on how fast answers come.
   */
  async asked(): Promise<readonly (readonly string[])[]> {
    return Promise.all(
      this.#controls.map(async (control) =>
        (await control.log())
          .map((entry) => ({ ...askingOf(entry), node: entry.node }))
          .filter(({ source }) => source !== 'session' && source !== 'alterSweep')
          .map(({ protocol, source, node }) => (protocol === 'sql' ? source : `${source} ${node}`))
          .sort(),
      ),
    );
  }

  /** How many lines the log of each cluster has. */
  async entries(): Promise<readonly number[]> {
    return Promise.all(this.#controls.map(async (control) => (await control.log()).length));
  }

  async stop(): Promise<void> {
    this.#api.dispose();
    await this.#engine.close();
    await Promise.all(this.#demos.map((demo) => demo.stop()));
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Ends when each cluster has announced a round from now on. */
  async #collected(): Promise<void> {
    const waiting = new Set(this.ids);
    await new Promise<void>((resolve) => {
      const subscription = this.#api.onDidCollect(({ id }: RoundReport) => {
        waiting.delete(id);
        if (waiting.size === 0) {
          subscription.dispose();
          resolve();
        }
      });
    });
  }
}

describe('fifty readers of three clusters over five ranges', function () {
  this.timeout(300_000);

  const run = async (
    read: (rig: Rig) => Promise<unknown>,
  ): Promise<readonly (readonly string[])[]> => {
    const rig = await Rig.start();
    try {
      for (let n = 0; n < rounds; n += 1) {
        await rig.round(() => read(rig));
        const before = await rig.entries();
        await read(rig);
        assert.deepEqual(await rig.entries(), before, 'nothing at all between two rounds');
      }
      return await rig.asked();
    } finally {
      await rig.stop();
    }
  };
  const readersOf = ({ ids }: Rig): readonly Reader[] =>
    Array.from({ length: readers }, (_, n) => ({
      id: ids[n % ids.length] ?? '',
      range: ranges[Math.floor(n / ids.length) % ranges.length] ?? '1h',
    }));

  it('make no cluster be asked anything more, whether a round is under way or not', async () => {
    const alone = await run(() => Promise.resolve());
    const watched = await run((rig) =>
      Promise.all(readersOf(rig).map((reader) => rig.read(reader))),
    );
    assert.ok(alone.every((asked) => asked.length > 20));
    assert.deepEqual(watched, alone);
  });

  it('get identical answers after a round, each valid by the schema', async () => {
    const file = path.resolve(__dirname, '../../../docs/overview.schema.json');
    const schema: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema as object);
    const rig = await Rig.start();
    try {
      for (let n = 0; n < rounds; n += 1) {
        await rig.round(() => Promise.resolve());
        const answers = new Map<string, Set<string>>();
        await Promise.all(
          readersOf(rig).map(async (reader) => {
            const text = JSON.stringify(await rig.read(reader));
            const key = JSON.stringify(reader);
            answers.set(key, new Set([...(answers.get(key) ?? []), text]));
          }),
        );
        assert.equal(answers.size, modes.length * ranges.length);
        for (const [key, texts] of answers) {
          assert.equal(texts.size, 1, `${key} in round ${n}`);
          for (const text of texts) {
            validate(JSON.parse(text));
            assert.deepEqual(validate.errors ?? [], [], key);
          }
        }
      }
    } finally {
      await rig.stop();
    }
  });
});
