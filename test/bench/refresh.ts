import type { Cadence } from '../../src/extension/collect/cadence';
import { systemClock } from '../../src/extension/collect/clock';
import { HttpAccess } from '../../src/extension/collect/httpAccess';
import { LiveState } from '../../src/extension/collect/liveState';
import { RoundQuestions } from '../../src/extension/collect/roundQuestions';
import { SessionAsker } from '../../src/extension/collect/sessionAsker';
import { SourceScheduler } from '../../src/extension/collect/sourceScheduler';
import { unknown } from '../../src/shared/reading';
import { profileFor, quietLog, startDemo, type DemoProcess } from './demoProcess';
import { roundMs } from './rig';
import type { BenchGroup, BenchRow } from './table';
import { median, sum, took } from './yardstick';

const latencyMs = 50;
const repeats = 5;
const mostLanes = 12;
const limitedLanes = 2;
const facts = {
  visible: true,
  quiet: false,
  httpOff: false,
  httpClosed: new Set<never>(),
  mixed: false,
  large: new Set<never>(),
  emptyLists: new Set<never>(),
  runMode: 'shared_data' as const,
  older: new Set<never>(),
};

/** The real session of one cluster and the questions of a round, put whenever we like. */
class Asking {
  readonly asker: SessionAsker;
  readonly scheduler: SourceScheduler;
  readonly #questions: RoundQuestions;
  readonly #stop = new AbortController();

  constructor(demo: DemoProcess) {
    const clock = systemClock();
    const { profile, secret } = profileFor(demo, '00000000-0000-4000-8000-000000000000');
    this.asker = new SessionAsker({
      profile,
      secret: () => Promise.resolve(secret),
      clock,
      log: quietLog,
    });
    this.scheduler = new SourceScheduler(roundMs / 1000, clock.mono());
    this.#questions = new RoundQuestions({
      live: new LiveState((source) => this.scheduler.periodMs(source, facts), roundMs),
      asker: this.asker,
      scheduler: this.scheduler,
      clock,
      signal: this.#stop.signal,
      access: new HttpAccess(),
      facts: () => facts,
      hasLeader: () => unknown('not-collected-yet', clock.now(), { source: 'collector' }),
      onAnswer: () => undefined,
    });
  }

  /** Milliseconds until all of them answered; a failed answer ends the benchmark. */
  ask(due: readonly Cadence[]): Promise<number> {
    return took(() =>
      this.#questions.askAll(due, (observation) => {
        if (!observation.ok) {
          throw new Error(`${observation.source}: ${observation.message}`);
        }
      }),
    );
  }

  async askOften(due: readonly Cadence[]): Promise<number> {
    const times: number[] = [];
    for (let index = 0; index < repeats; index += 1) {
      times.push(await this.ask(due));
    }
    return median(times);
  }

  dispose(): void {
    this.#stop.abort();
    this.asker.dispose();
  }
}

async function run(): Promise<readonly BenchRow[]> {
  const demo = await startDemo();
  try {
    const warm = new Asking(demo);
    const all = warm.scheduler.on(facts);
    await warm.ask(all);
    await demo.control.disturb({ fault: { kind: 'latency', ms: latencyMs } });

    const alone = new Map<Cadence, number>();
    for (const cadence of all) {
      alone.set(cadence, await warm.askOften([cadence]));
    }
    const slowest = [...alone].reduce((a, b) => (b[1] > a[1] ? b : a));
    const statementsMs = sum(
      [...alone].flatMap(([{ statements }, ms]) => (statements > 0 ? [ms] : [])),
    );
    const most = await warm.askOften(all);
    const light = warm.scheduler.light(facts);
    const lightSlowest = Math.max(...light.map((cadence) => alone.get(cadence) ?? Number.NaN));
    const lightMs = await warm.askOften(light);
    warm.asker.setLaneCap(limitedLanes);
    warm.asker.trim();
    const limited = await warm.askOften(all);
    warm.dispose();

    const cold: number[] = [];
    for (let index = 0; index < repeats; index += 1) {
      const asking = new Asking(demo);
      asking.asker.setLaneCap(mostLanes);
      cold.push(await asking.ask(all));
      asking.dispose();
    }
    const clock = [...alone].find(([{ source }]) => source === 'clock')?.[1] ?? Number.NaN;
    const coldMs = median(cold);
    return [
      {
        what: `refresh, every source due, ${mostLanes} lanes ÷ slowest source`,
        value: most / slowest[1],
        unit: '×',
        goal: 1.25,
        remark: `${most.toFixed(0)} ms; slowest alone: ${slowest[0].source} ${slowest[1].toFixed(0)} ms; clock goes first: ${clock.toFixed(0)} ms`,
      },
      {
        what: `refresh, every source due, ${limitedLanes} lanes ÷ half of ΣSQL`,
        value: limited / (statementsMs / limitedLanes),
        unit: '×',
        goal: 1.25,
        remark: `${limited.toFixed(0)} ms; ΣSQL ${statementsMs.toFixed(0)} ms`,
      },
      {
        what: `a person's refresh, ${mostLanes} lanes ÷ its slowest source`,
        value: lightMs / lightSlowest,
        unit: '×',
        remark: `${lightMs.toFixed(0)} ms; without the ${all.length - light.length} heavy sources`,
      },
      {
        what: 'first round, connecting included ÷ slowest source',
        value: coldMs / slowest[1],
        unit: '×',
        remark: `${coldMs.toFixed(0)} ms; each new lane logs in and sends one SET of ${latencyMs} ms first`,
      },
    ];
  } finally {
    await demo.stop();
  }
}

export const refresh: BenchGroup = { name: 'refresh', run };
