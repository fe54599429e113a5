/** `npm run demo-cluster`: one demo cluster in the foreground. */
import { parseArgs } from 'node:util';
import { startDemoCluster, type DemoClusterInfo, type DemoClusterOptions } from './demoCluster';
import type { RunMode, Scenario } from './truth';

const USAGE = `demo-cluster [--profile 4.0] [--mode shared-data] [--scenario healthy|compaction|degraded]
             [--seed N] [--net 127.20.0] [--time-scale N] [--json]`;

const SCENARIOS: readonly string[] = [
  'healthy',
  'compaction',
  'degraded',
] satisfies readonly Scenario[];
const MODES: Readonly<Record<string, RunMode>> = {
  'shared-data': 'shared_data',
  'shared-nothing': 'shared_nothing',
};

function readOptions(argv: readonly string[]): DemoClusterOptions & { readonly json: boolean } {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      profile: { type: 'string' },
      mode: { type: 'string' },
      scenario: { type: 'string', default: 'healthy' },
      seed: { type: 'string' },
      net: { type: 'string' },
      'time-scale': { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const mode = values.mode === undefined ? undefined : MODES[values.mode];
  if (!SCENARIOS.includes(values.scenario) || (values.mode !== undefined && mode === undefined)) {
    throw new Error(`unknown scenario or mode\n${USAGE}`);
  }
  const scale = values['time-scale'] === undefined ? undefined : Number(values['time-scale']);
  if (scale !== undefined && !(scale >= 1 && scale <= 120)) {
    throw new Error(`--time-scale must be 1–120\n${USAGE}`);
  }
  return {
    json: values.json,
    scenario: values.scenario as Scenario,
    ...(values.profile === undefined ? {} : { profile: values.profile }),
    ...(mode === undefined ? {} : { mode }),
    ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
    ...(values.net === undefined ? {} : { net: values.net }),
    ...(scale === undefined ? {} : { timeScale: scale }),
  };
}

function describe(info: DemoClusterInfo): string {
  const at = (host: string, port: number): string =>
    info.addressMap[`${host}:${String(port)}`] ?? `${host}:${String(port)}`;
  return [
    `Demo cluster "${info.name}" (profile ${info.profile}, ${info.mode}, scenario ${info.scenario})`,
    ...info.frontends.map(
      (fe) =>
        `  FE ${fe.role.padEnd(8)} ${fe.host}  sql ${at(fe.host, fe.queryPort)}  http ${at(fe.host, fe.httpPort)}`,
    ),
    ...info.nodes.map(
      (node) => `  ${node.role}          ${node.host}  http ${at(node.host, node.httpPort)}`,
    ),
    `  users    ${info.users.map((user) => `${user.name}/${user.password}`).join('  ')}`,
    `  control  ${info.control}`,
    'Ctrl-C stops it.',
  ].join('\n');
}

async function main(): Promise<void> {
  const { json, ...options } = readOptions(process.argv.slice(2));
  const cluster = await startDemoCluster(options);
  console.log(json ? JSON.stringify(cluster.info) : describe(cluster.info));
  const stop = (): void => {
    cluster.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
