import * as assert from 'node:assert/strict';
import type { FaultRequest } from '../../../src/demo/faults';
import type { ExtendedOverview } from '../../../src/shared/model/extendedOverview';
import type { UnknownReason } from '../../../src/shared/reading';
import { Chain } from './support/chain';
import type { ChainOptions } from './support/chain';
import { assertTrue } from './support/compared';
import { differences } from './support/differences';

const oneFrontend = 'fe:10.20.0.12:9010';
const oneNode = 'cn:10.20.0.33:9050';
/** Odd, so that what is asked once a minute is due in the round after. */
const rounds = 15;

type Row = {
  readonly name: string;
  readonly options?: ChainOptions;
  /** From the beginning on, or after the rounds, so that the last ones see it. */
  readonly faults?: readonly FaultRequest[];
  /** In how many rounds what is disturbed is asked at least once; 1 unless said. */
  readonly askedWithin?: number;
  /** What gets no usable answer, and why. */
  readonly blocked: readonly string[];
  readonly why: UnknownReason;
  /** Everything that may differ from the run without the fault; each must. */
  readonly affected: readonly RegExp[];
};

const sumsOfFrontends =
  /^kpis\.(qps|requests|errors\w+|errorRate|successRate|slowRate|slowPerSecond|queued|connections\w*|p\d\d|latencyNode|transactionsRunning)|^transactions\.(begun|committed|failed)PerSecond|^queryQueue\.(waiting|timedOutPerSecond)/;
const sumsOfNodes = /^(kpis\.load(Rows|Bytes)|loads\.(rows|bytes)PerSecond)/;

/** What a CN that does not let us in over HTTP leaves unsaid of itself. */
const ofSilentNode = [
  /^resourceGroups\.usage/,
  /^cache\.(hitPct|nodes\[cn:10\.20\.0\.33:9050\]\.hitPct)/,
];

const countsOfLeader =
  /^(schemaChanges\.running|transactions\.(failedPct|running|fullestPct|byDatabase))|^(dataStatistics|capacity)\.(databases|existing|byDatabase)/;

const scraping = (node: string) => ({ node, protocol: 'http', match: '/metrics' }) as const;

/** The fault matrix: exactly which readings are unknown, with which reason. */
const matrix: readonly Row[] = [
  {
    name: '/metrics of a CN hangs',
    faults: [{ fault: { kind: 'hang' }, target: scraping(oneNode) }],
    blocked: [`beMetrics ${oneNode}`],
    why: 'timeout',
    affected: [
      sumsOfNodes,
      /^resources\.(fileDescriptors|loadAverage)/,
      /^networkIo\./,
      /^nodes\.compute\[cn:10\.20\.0\.33:9050\]\.(state|verdict)/,
      ...ofSilentNode,
    ],
  },
  {
    name: '/metrics of an FE hangs',
    faults: [{ fault: { kind: 'hang' }, target: scraping(oneFrontend) }],
    blocked: [`feMetrics ${oneFrontend}`],
    why: 'timeout',
    affected: [
      sumsOfFrontends,
      /^resources\.(heap|gcOld)/,
      /^nodes\.frontends\[fe:10\.20\.0\.12:9010\]\.(state|verdict|heapPct|connections|qps|p99|imageAgeMs)/,
    ],
  },
  {
    name: '/metrics of a CN is cut off',
    faults: [{ fault: { kind: 'truncated', share: 0.4 }, target: scraping(oneNode) }],
    blocked: [`beMetrics ${oneNode}`],
    why: 'malformed',
    affected: [
      sumsOfNodes,
      /^resources\.(fileDescriptors|loadAverage)/,
      /^networkIo\./,
      /^nodes\.compute\[cn:10\.20\.0\.33:9050\]\.(state|verdict)/,
      ...ofSilentNode,
    ],
  },
  {
    name: '/metrics of an FE is cut off',
    faults: [{ fault: { kind: 'truncated' }, target: scraping(oneFrontend) }],
    blocked: [`feMetrics ${oneFrontend}`],
    why: 'malformed',
    affected: [
      sumsOfFrontends,
      /^resources\.(heap|gcOld)/,
      /^nodes\.frontends\[fe:10\.20\.0\.12:9010\]\.(state|verdict|heapPct|connections|qps|p99|imageAgeMs)/,
    ],
  },
  {
    name: '/metrics of a CN is all NaN',
    faults: [{ fault: { kind: 'nan' }, target: scraping(oneNode) }],
    blocked: [`beMetrics ${oneNode}`],
    why: 'malformed',
    affected: [
      sumsOfNodes,
      /^resources\.(fileDescriptors|loadAverage)/,
      /^networkIo\./,
      /^nodes\.compute\[cn:10\.20\.0\.33:9050\]\.(state|verdict)/,
      ...ofSilentNode,
    ],
  },
  {
    name: '/metrics of an FE is empty',
    faults: [{ fault: { kind: 'empty' }, target: scraping(oneFrontend) }],
    blocked: [`feMetrics ${oneFrontend}`],
    why: 'malformed',
    affected: [
      sumsOfFrontends,
      /^resources\.(heap|gcOld)/,
      /^nodes\.frontends\[fe:10\.20\.0\.12:9010\]\.(state|verdict|heapPct|connections|qps|p99|imageAgeMs)/,
    ],
  },
  {
    name: '8030 of every FE is closed to us',
    faults: [{ fault: { kind: 'httpClosed' }, target: { node: 'fe:*' } }],
    blocked: [],
    why: 'unreachable',
    // All of it from another source, and without latencies.
    affected: [
      sumsOfFrontends,
      countsOfLeader,
      /^resources\.(heap|gcOld)/,
      /^compaction\.score/,
      /^kpis\.compactionScore/,
      /^nodes\.deadBrokers/,
      /^nodes\.frontends\[.*\]\.(heapPct|connections|qps|p99|imageAgeMs)/,
      /^health\.(judged|applicable)/,
    ],
  },
  {
    name: '8030 of every FE is closed to us and to the BEs',
    faults: [{ fault: { kind: 'httpClosed', alsoNodes: true }, target: { node: 'fe:*' } }],
    blocked: [11, 12, 13].map((host) => `feMetrics fe:10.20.0.${host}:9010`),
    why: 'failed',
    affected: [
      sumsOfFrontends,
      countsOfLeader,
      // Whether some of the tables are hidden is not known.
      /^(dataStatistics|capacity)/,
      /^resources\.(heap|gcOld)/,
      /^compaction\.(score|level)/,
      /^kpis\.compactionScore/,
      /^nodes\.deadBrokers/,
      /^nodes\.frontends\[.*\]\.(state|verdict|heapPct|connections|qps|p99|imageAgeMs)/,
      /^health\.judged/,
      // Of how many databases is not known.
      /^transactions\.looked$/,
    ],
  },
  {
    name: '8040 of every CN is closed to us',
    faults: [{ fault: { kind: 'httpClosed' }, target: { node: 'cn:*' } }],
    blocked: [],
    why: 'unreachable',
    affected: [
      sumsOfNodes,
      /^resources\.(fileDescriptors|loadAverage)/,
      /^networkIo\./,
      /^resourceGroups\.usage($|.*(cpuCores|unknownColumns))/,
      /^cache\.(hitPct|nodes\..*|nodes\[.*\]\.hitPct)/,
    ],
  },
  {
    name: 'SHOW COMPUTE NODES fails',
    faults: [
      {
        fault: { kind: 'error', code: 1064, text: 'Unexpected exception: null' },
        target: { protocol: 'sql', match: 'compute' },
      },
    ],
    blocked: ['computeNodes'],
    why: 'failed',
    affected: [
      /^health\./,
      /^resources\.(cpu|memory|cache|disk|cpuCores|memoryLimit)/,
      /^nodes\.compute/,
      /^networkIo/,
      /^compaction\.maxTasks/,
      /^warehouses\.warehouses.*\.(nodes|alive)/,
      /^cache\.(disk|memory|nodes)/,
    ],
  },
  {
    name: "SHOW PROC '/compactions' is not there",
    faults: [
      {
        fault: { kind: 'missing' },
        target: { protocol: 'sql', match: '/compactions' },
      },
    ],
    blocked: ['lakeCompactions'],
    why: 'unsupported-version',
    affected: [
      /^compaction\.(running|finished|failed|successRate|tasks)/,
      // What is exempt from the limit is not known.
      /^transactions\.(fullestPct|byDatabase)/,
      /^health\.judged/,
    ],
  },
  {
    name: 'information_schema.loads is not there',
    faults: [
      {
        fault: { kind: 'missing' },
        target: { protocol: 'sql', match: 'information_schema.loads' },
      },
    ],
    askedWithin: 3,
    blocked: ['loads'],
    why: 'unsupported-version',
    affected: [
      /^loads\.(running|finished|failed|cancelled|byType|loads|failures|small)/,
      // A question about what is not there fails in the cluster too, and is asked no more.
      /^kpis\.(qps|requests|errorsAnalysis|successRate|slowRate)/,
      /^health\.judged/,
      // The cluster counts the SELECTs that fail.
      /^(kpis|nodes\.frontends\[fe:10\.20\.0\.11:9010\])\.(qps|errors\w+|errorRate)/,
    ],
  },
  {
    name: 'information_schema.routine_load_jobs fails',
    faults: [
      {
        fault: { kind: 'error', code: 1064, text: 'Unexpected exception: null' },
        target: { protocol: 'sql', match: 'routine_load_jobs' },
      },
    ],
    askedWithin: 3,
    blocked: ['routineLoads'],
    why: 'failed',
    affected: [/^loads\.routine/, /^health\.judged/],
  },
  {
    name: 'the transactions of databases cannot be listed',
    faults: [
      {
        fault: { kind: 'error', code: 1064, text: 'Unexpected exception: null' },
        target: { protocol: 'sql', match: '/transactions/' },
      },
    ],
    askedWithin: 4,
    blocked: ['txnDetail'],
    why: 'failed',
    affected: [
      /^transactions\.(looked|oldestMs|stuck|transactions)/,
      /^transactions\.byDatabase\[.*\]\.(oldestMs|lookedAt)/,
      /^health\.judged/,
    ],
  },
  {
    name: 'the jobs of databases cannot be counted',
    faults: [
      {
        fault: { kind: 'error', code: 1064, text: 'Unexpected exception: null' },
        target: { protocol: 'sql', match: '/jobs' },
      },
    ],
    askedWithin: 4,
    blocked: ['alterSweep'],
    why: 'failed',
    affected: [
      /^schemaChanges\.(looked|optimizeLooked|byKind|failed|stuck|jobs)/,
      /^health\.judged/,
    ],
  },
  {
    name: 'information_schema.materialized_views fails',
    faults: [
      {
        fault: { kind: 'error', code: 1064, text: 'Unexpected exception: null' },
        target: { protocol: 'sql', match: 'information_schema.materialized_views' },
      },
    ],
    askedWithin: 5,
    blocked: ['mvs'],
    why: 'failed',
    affected: [/^materializedViews/, /^health\.judged/],
  },
  {
    name: 'the data cache of a CN tells nothing',
    faults: [
      { fault: { kind: 'garbage' }, target: { ...scraping(oneNode), match: '/api/datacache' } },
    ],
    askedWithin: 2,
    blocked: [`datacache ${oneNode}`],
    why: 'malformed',
    affected: [/^cache\.(hitPct|nodes\[cn:10\.20\.0\.33:9050\]\.hitPct)/],
  },
  {
    name: 'a user without OPERATE',
    options: { user: 'node_only' },
    blocked: [
      'runningQueries',
      'lakeCompactions',
      'feConfig',
      'beConfig',
      'txnDetail',
      'tabletHealth',
      'alterSweep',
    ],
    why: 'denied',
    affected: [
      /^nodes\.configuration/,
      /^sessions/,
      /^runningQueries/,
      // Their own statements are among the requests, and fewer of them are asked.
      /^kpis\.(running|connectionsMaxPct|queued|requests)/,
      /^compaction\.(running|finished|failed|successRate|tasks|maxTasks|marks|versionMarks|partitions\w*|runMode)/,
      // How many loads the cluster keeps is not known either.
      /^loads\.(finished|failed|cancelled|byType|loads|failures|small)$/,
      /^health\.(judged|runMode)/,
      // That a privilege is missing is told, as an info.
      /^health\.(verdict|sentence|problems)/,
      /^transactions\.(limit|fullestPct|byDatabase|looked|oldestMs|stuck|transactions)/,
      /^(materializedViews|dataStatistics|capacity|tabletHealth)/,
      /^slowQueries\.(queries|shapes)/,
      /^queryTop\.(active\w+|users)/,
      /^schemaChanges\.(looked|optimizeLooked|byKind|failed|stuck|jobs)/,
      /^warehouses\.warehouses.*\.running/,
    ],
  },
  {
    name: 'a user without OPERATE and NODE',
    options: { user: 'nobody' },
    blocked: [
      'frontends',
      'backends',
      'computeNodes',
      'runningQueries',
      'lakeCompactions',
      'feConfig',
      'beConfig',
      'tabletHealth',
      'tabletScheduler',
      'alterSweep',
    ],
    why: 'denied',
    affected: [
      /^(health|kpis|resources|nodes|compaction|sessions|runningQueries|networkIo)/,
      /^loads\.(finished|failed|cancelled|byType|loads|failures|small|(rows|bytes)PerSecond)$/,
      /^(transactions|materializedViews|dataStatistics|capacity|tabletHealth|schemaChanges)/,
      /^queryQueue\.timedOutPerSecond$/,
      /^slowQueries\.(queries|shapes)/,
      /^queryTop\.(active\w+|users)/,
      /^(resourceGroups\.usage|warehouses|cache)/,
    ],
  },
];

describe('the fault matrix', function () {
  this.timeout(60_000);
  const chains: Chain[] = [];

  const started = async (options: ChainOptions): Promise<Chain> => {
    const chain = await Chain.start(options);
    chains.push(chain);
    return chain;
  };

  afterEach(async () => {
    await Promise.all(chains.splice(0).map((chain) => chain.stop()));
  });

  describe('of faults on the way: what is not affected equals the run without the fault', () => {
    let undisturbed: ExtendedOverview;

    before(async () => {
      const chain = await Chain.start({ visible: true });
      await chain.rounds(rounds + 1);
      undisturbed = (await chain.overview()).overview;
      await chain.stop();
    });

    for (const { name, options, faults, askedWithin = 1, blocked, why, affected } of matrix) {
      it(name, async () => {
        const chain = await started({ visible: true, ...options });
        if (faults === undefined) {
          chain.expectBlocked(blocked, why, 'from the beginning');
        }
        await chain.rounds(rounds + 1 - askedWithin);
        if (faults !== undefined) {
          await chain.disturb(...faults);
          chain.expectBlocked(blocked, why, 'from now on');
        }
        await chain.rounds(askedWithin);

        const { overview } = await chain.overview();
        const differing = differences(comparable(undisturbed), comparable(overview));
        assert.deepEqual(
          differing.filter((path) => !affected.some((pattern) => pattern.test(path))),
          [],
          'nothing else differs',
        );
        assert.deepEqual(
          affected.filter((pattern) => !differing.some((path) => pattern.test(path))),
          [],
          'the fault is seen',
        );
        await assertTrue(chain);
      });
    }
  });

  describe('of the cluster itself: only what must be unknown is unknown', () => {
    const happens = (
      name: string,
      request: FaultRequest,
      unknown: readonly string[],
      after = 3,
    ): void => {
      it(name, async () => {
        const chain = await started({ visible: true });
        await chain.rounds(rounds);
        await chain.disturb(request);
        await chain.rounds(after);

        const { overview } = await chain.overview();
        assert.deepEqual(unknownReadings(overview.modules), [...alwaysUnknown, ...unknown].sort());
        await assertTrue(chain);
      });
    };

    /** Nothing of a day ago is stored yet. */
    const alwaysUnknown: readonly string[] = [
      'capacity.objectStorage.growth',
      'dataStatistics.dayAgo',
      'dataStatistics.growing',
      'dataStatistics.weekAgo',
    ].map((field) => `${field} insufficient-history`);
    /** At these moments nobody runs a query. */
    const idle = 'runningQueries.longestMs no-traffic';

    happens('one FE dead', { happen: { kind: 'kill', node: '10.20.0.12', noticed: true } }, [
      idle,
      ...['heapPct', 'connections', 'qps', 'p99', 'replayLag', 'replayLagMs', 'imageAgeMs'].map(
        (column) => `nodes.frontends[${oneFrontend}].${column} node-down`,
      ),
    ]);
    happens('one CN dead', { happen: { kind: 'kill', node: '10.20.0.33', noticed: true } }, [
      idle,
      ...['cpuPct', 'memPct', 'cachePct', 'runningQueries'].map(
        (column) => `nodes.compute[${oneNode}].${column} node-down`,
      ),
    ]);
    happens(
      'the counters of one FE begin anew',
      { happen: { kind: 'restart', node: '10.20.0.12' } },
      ['qps', 'p99'].map((column) => `nodes.frontends[${oneFrontend}].${column} counter-reset`),
      1,
    );
  });
});

/** What asking costs is measured anew in each run: the oracle compares it with the cluster's log. */
function comparable({ modules }: ExtendedOverview): ExtendedOverview['modules'] {
  const { collectorCost: _measured, ...others } = modules;
  return others;
}

/** Paths of readings that are unknown, with the reason; deltas against yesterday left out. */
function unknownReadings(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  if ('known' in value) {
    const reading = value as { readonly known: boolean; readonly why?: string; value?: unknown };
    return reading.known
      ? unknownReadings(reading.value, path)
      : /vs(Yesterday|FiveMinutes)|not-(applicable|installed)/.test(`${path} ${reading.why ?? ''}`)
        ? []
        : [`${path} ${String(reading.why)}`];
  }
  const entries = Object.entries(value as Readonly<Record<string, unknown>>);
  return entries
    .flatMap(([name, part]) => {
      const node = (part as { readonly node?: unknown } | null)?.node;
      const at = Array.isArray(value)
        ? `${path.replace(/\.rows$/, '')}[${typeof node === 'string' ? node : name}]`
        : path === ''
          ? name
          : `${path}.${name}`;
      return unknownReadings(part, at);
    })
    .sort();
}
