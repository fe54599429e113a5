/** `npm run demo-cluster`: one demo cluster in the foreground. */
import { parseArgs } from 'node:util';
import { issueIdentity, type CertificateKind } from './certificates';
import { startDemoCluster, type DemoClusterInfo, type DemoClusterOptions } from './demoCluster';
import type { Situation } from './state/situation';
import type { DemoMode, Scenario } from './truth';
import type { TlsOptions } from './wire/serverIdentity';

const USAGE = `demo-cluster [--profile 4.0] [--mode shared-data|shared-nothing|mixed]
             [--scenario healthy|compaction|degraded]
             [--seed N] [--net 127.20.0] [--time-scale N] [--json]
             [--tls off|offered|required] [--https] [--certificate valid|other-host|expired]
             [--frontends N] [--lagging-follower] [--first-frontend-dead] [--empty]
             [--hostile-names] [--unknown-columns] [--time-zone Asia/Shanghai]
             [--session-time-zone UTC] [--clock-skew SECONDS]

--tls          TLS on the MySQL ports; off = an FE without keystore
--https        HTTPS in front of every HTTP port, as a reverse proxy
--certificate  what both show; the CA is printed (caFile)
--lagging-follower   the last FE is 12,000 journal entries behind and replays half of what comes
--unknown-columns    every SHOW begins with columns nobody knows
--session-time-zone  what users get at login instead of the global time zone
--clock-skew         by how much the cluster's clock is ahead; behind: --clock-skew=-90`;

const SCENARIOS: readonly string[] = [
  'healthy',
  'compaction',
  'degraded',
] satisfies readonly Scenario[];
const MODES: Readonly<Record<string, DemoMode>> = {
  'shared-data': 'shared_data',
  'shared-nothing': 'shared_nothing',
  mixed: 'mixed',
};

const TLS_MODES: readonly string[] = ['off', 'offered', 'required'] satisfies TlsOptions['sql'][];
const CERTIFICATES: Readonly<Record<string, CertificateKind>> = {
  valid: 'valid',
  'other-host': 'otherHost',
  expired: 'expired',
};

function readTls(mode: string, https: boolean, certificate: string): DemoClusterOptions {
  const kind = CERTIFICATES[certificate];
  if (!TLS_MODES.includes(mode) || kind === undefined) {
    throw new Error(`unknown TLS mode or certificate\n${USAGE}`);
  }
  return mode === 'off' && !https
    ? {}
    : { tls: { sql: mode as TlsOptions['sql'], https, issue: issueIdentity(kind) } };
}

const SITUATION_OPTIONS = {
  frontends: { type: 'string' },
  'lagging-follower': { type: 'boolean' },
  'first-frontend-dead': { type: 'boolean' },
  empty: { type: 'boolean' },
  'hostile-names': { type: 'boolean' },
  'unknown-columns': { type: 'boolean' },
  'time-zone': { type: 'string' },
  'session-time-zone': { type: 'string' },
  'clock-skew': { type: 'string' },
} as const;

type SituationValues = {
  readonly [Name in keyof typeof SITUATION_OPTIONS]?:
    ((typeof SITUATION_OPTIONS)[Name]['type'] extends 'string' ? string : boolean) | undefined;
};

function readSituation(values: SituationValues): Situation {
  const skew = values['clock-skew'];
  const { frontends, empty } = values;
  const timeZone = values['time-zone'];
  const sessionTimeZone = values['session-time-zone'];
  if (skew !== undefined && !Number.isFinite(Number(skew))) {
    throw new Error(`--clock-skew must be seconds\n${USAGE}`);
  }
  return {
    laggingFollower: values['lagging-follower'] === true,
    firstFrontendDead: values['first-frontend-dead'] === true,
    hostileNames: values['hostile-names'] === true,
    unknownColumns: values['unknown-columns'] === true,
    empty: empty === true,
    ...(frontends === undefined ? {} : { frontends: Number(frontends) }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(sessionTimeZone === undefined ? {} : { sessionTimeZone }),
    ...(skew === undefined ? {} : { skewMs: Number(skew) * 1000 }),
  };
}

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
      tls: { type: 'string', default: 'off' },
      https: { type: 'boolean', default: false },
      certificate: { type: 'string', default: 'valid' },
      ...SITUATION_OPTIONS,
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
    situation: readSituation(values),
    ...readTls(values.tls, values.https, values.certificate),
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
    ...Object.entries(info.https).map(([address, url]) => `  https    ${url} for ${address}`),
    ...(info.tls === null ? [] : [`  CA       ${info.tls.caFile}`]),
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
