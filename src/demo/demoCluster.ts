/** The demo cluster: a StarRocks simulator with real MySQL and HTTP ports. */
import { prepareTls } from './clusterTls';
import { startControlServer } from './control/controlServer';
import { Endpoint } from './endpoint';
import { FaultBoard } from './faultBoard';
import type { Profile } from './profiles/profile';
import { profileOf } from './profiles/profiles';
import { allNodes } from './state/nodes';
import type { Situation } from './state/situation';
import { World } from './state/world';
import { isZone } from './state/zone';
import { namesOf } from './statements/context';
import { SqlEngine } from './statements/select/sqlEngine';
import type { DemoMode, LogEntry, Scenario, Truth } from './truth';
import type { FrontendRole } from './truthFrontends';
import { HttpServer, type HttpServerOptions } from './wire/http/httpServer';
import { close } from './wire/listening';
import { MysqlServer } from './wire/mysql/mysqlServer';
import type { TlsOptions } from './wire/serverIdentity';

export type DemoClusterOptions = {
  readonly scenario?: Scenario;
  readonly profile?: string;
  readonly mode?: DemoMode;
  readonly name?: string;
  readonly seed?: number;
  /** First three octets of real loopback addresses to listen on with the standard ports (Linux). */
  readonly net?: string;
  /** First three octets of the addresses the nodes report when they listen elsewhere. */
  readonly network?: string;
  /** Virtual seconds per real second (1–120). */
  readonly timeScale?: number;
  /** The clock stands still but for `POST /clock`. */
  readonly manualClock?: boolean;
  /** Virtual time of the beginning; the real time when left out. */
  readonly now?: number;
  readonly situation?: Situation;
  /** Neither TLS nor HTTPS when left out. */
  readonly tls?: TlsOptions;
};

/** How to reach a demo cluster; printed by the command line as its first line. */
export type DemoClusterInfo = {
  readonly name: string;
  readonly scenario: Scenario;
  readonly profile: string;
  readonly mode: DemoMode;
  readonly frontends: readonly {
    readonly host: string;
    readonly queryPort: number;
    readonly httpPort: number;
    readonly role: FrontendRole;
  }[];
  readonly nodes: readonly {
    readonly host: string;
    readonly httpPort: number;
    readonly role: 'BE' | 'CN';
  }[];
  readonly users: readonly { readonly name: string; readonly password: string }[];
  readonly addressMap: Readonly<Record<string, string>>;
  /** What a client has to trust; null without TLS. */
  readonly tls: {
    readonly ca: string;
    /** The same in a file, which is gone when the cluster stops. */
    readonly caFile: string;
  } | null;
  /** `https://host:port` in front of a node's HTTP, by the `host:httpPort` it reports. */
  readonly https: Readonly<Record<string, string>>;
  /** `http://127.0.0.1:<port>` */
  readonly control: string;
};

export type DemoCluster = {
  readonly info: DemoClusterInfo;
  /** What `GET /truth` answers, without making text of it. */
  truth(): Truth;
  stop(): Promise<void>;
};

const WARM_UP_MS = 2 * 60_000;
/** Of the reverse proxies, where the standard ports are used. */
const PROXY_PORT = 8443;
const LOG_LIMIT = 20_000;
const TITLES: Readonly<Record<Scenario, string>> = {
  healthy: 'demo-healthy',
  compaction: 'demo-compaction-crisis',
  degraded: 'demo-degraded',
};

export async function startDemoCluster(options: DemoClusterOptions = {}): Promise<DemoCluster> {
  const scenario = options.scenario ?? 'healthy';
  const { situation = {} } = options;
  const profile = inZone(profileOf(options.profile ?? '4.0'), situation.timeZone);
  const mode = options.mode ?? profile.modes[0];
  if (!profile.modes.includes(mode)) {
    throw new Error(
      `Profile ${profile.id} has no mode ${mode} (it has: ${profile.modes.join(', ')})`,
    );
  }
  if (options.net !== undefined && situation.hostileNames === true) {
    throw new Error('hostile hosts cannot be listened on: no real addresses with hostile names');
  }
  const name = options.name ?? TITLES[scenario];
  const board = new FaultBoard();
  const world = new World(
    {
      name,
      seed: options.seed ?? 20_250_627,
      scenario,
      mode,
      profile,
      network: options.net ?? options.network ?? '10.20.0',
    },
    options.now ?? Date.now(),
    WARM_UP_MS,
    { rate: options.manualClock === true ? 0 : (options.timeScale ?? 1) },
    situation,
  );
  const engine = await SqlEngine.create(profile);
  const log: { entries: LogEntry[] } = { entries: [] };
  const addLog = (entry: LogEntry): void => {
    log.entries.push(entry);
    if (log.entries.length > LOG_LIMIT * 1.2) {
      log.entries = log.entries.slice(-LOG_LIMIT);
    }
  };

  const addressMap: Record<string, string> = {};
  const endpoints: Endpoint[] = [];
  const open = async (endpoint: Endpoint, host: string, port: number): Promise<void> => {
    endpoints.push(endpoint);
    await endpoint.start(options.net === undefined ? undefined : port);
    if (options.net === undefined) {
      addressMap[`${host}:${String(port)}`] = `127.0.0.1:${String(endpoint.port)}`;
    }
  };
  const { state } = world;
  const nodes = allNodes(state);
  const tls =
    options.tls === undefined
      ? undefined
      : await prepareTls(
          options.tls,
          [...state.frontends, ...nodes].map((node) => node.host),
        );
  const https: Record<string, string> = {};
  /** The reverse proxy stands elsewhere: it is up whatever happens to the node. */
  const openProxy = async (
    server: HttpServerOptions,
    listenOn: string,
    address: string,
  ): Promise<void> => {
    if (tls?.https === true) {
      const endpoint = new Endpoint(
        new HttpServer({ ...server, proxy: tls.identity }),
        listenOn,
        () => true,
      );
      endpoints.push(endpoint);
      await endpoint.start(options.net === undefined ? undefined : PROXY_PORT);
      https[address] = `https://${listenOn}:${String(endpoint.port)}`;
    }
  };
  for (const frontend of state.frontends) {
    const find = (now: typeof state): (typeof state.frontends)[number] | undefined =>
      now.frontends.find((fe) => fe.name === frontend.name);
    const listenOn = options.net === undefined ? '127.0.0.1' : frontend.host;
    const isUp = (protocol: 'sql' | 'http') => (): boolean =>
      find(world.state)?.running === true && !board.isClosed(namesOf(frontend), protocol);
    const sql = new MysqlServer({
      world,
      board,
      profile,
      engine,
      frontendName: frontend.name,
      tls: options.tls?.sql ?? 'off',
      secureContext: tls?.sql,
      log: addLog,
    });
    await open(new Endpoint(sql, listenOn, isUp('sql')), frontend.host, frontend.queryPort);
    const http = { world, board, find, log: addLog };
    await open(
      new Endpoint(new HttpServer(http), listenOn, isUp('http')),
      frontend.host,
      frontend.httpPort,
    );
    await openProxy(http, listenOn, `${frontend.host}:${String(frontend.httpPort)}`);
  }
  for (const node of nodes) {
    const find = (now: typeof state): (typeof state.computeNodes)[number] | undefined =>
      allNodes(now).find((each) => each.id === node.id);
    const listenOn = options.net === undefined ? '127.0.0.1' : node.host;
    const http = { world, board, find, log: addLog };
    const isUp = (): boolean =>
      find(world.state)?.running === true && !board.isClosed(namesOf(node), 'http');
    await open(new Endpoint(new HttpServer(http), listenOn, isUp), node.host, node.httpPort);
    await openProxy(http, listenOn, `${node.host}:${String(node.httpPort)}`);
  }

  const settled = async (): Promise<void> => {
    await Promise.all(endpoints.map((endpoint) => endpoint.settle()));
  };
  const control = await startControlServer({ world, board, log, info: () => info, settled });
  const info: DemoClusterInfo = {
    name,
    scenario,
    profile: profile.id,
    mode,
    frontends: state.frontends.map(({ host, queryPort, httpPort, role }) => ({
      host,
      queryPort,
      httpPort,
      role,
    })),
    nodes: nodes.map(({ host, httpPort, kind }) => ({
      host,
      httpPort,
      role: kind,
    })),
    users: state.users.map((user) => ({ name: user.name, password: user.password })),
    addressMap,
    tls: tls === undefined ? null : { ca: tls.identity.ca, caFile: tls.caFile },
    https,
    control: `http://127.0.0.1:${String(control.port)}`,
  };

  const settleSoon = (): void => {
    void settled();
  };
  world.onChange(settleSoon);
  board.onChange(settleSoon);
  // Keeps the state near the clock also while nobody asks.
  const heartbeat = setInterval(() => world.state, 1000);
  heartbeat.unref();

  return {
    info,
    truth: () => world.truth(),
    async stop() {
      clearInterval(heartbeat);
      control.server.closeAllConnections();
      await Promise.all([...endpoints.map((endpoint) => endpoint.stop()), close(control.server)]);
      await tls?.remove();
      engine.close();
    },
  };
}

/** The version as it is when its hosts stand in another zone. */
function inZone(profile: Profile, zone: string | undefined): Profile {
  if (zone !== undefined && !isZone(zone)) {
    throw new Error(`no such time zone: ${zone}`);
  }
  return zone === undefined
    ? profile
    : {
        ...profile,
        variables: { ...profile.variables, time_zone: zone, system_time_zone: zone },
      };
}
