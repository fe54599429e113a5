/** HTTP ports of FEs (8030) and of BEs and CNs (8040), and HTTPS of a reverse proxy before one. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { FaultBoard } from '../../faultBoard';
import type { FaultEffect } from '../../faults';
import { profileOf } from '../../profiles/profiles';
import { isBuiltIn } from '../../state/catalog';
import { REPLICATION } from '../../state/replicas';
import { leaderOf } from '../../state/second';
import type { World } from '../../state/world';
import { namesOf } from '../../statements/context';
import { nodeKey } from '../../state/happen';
import type { ClusterState, LogEntry } from '../../truth';
import type { FrontendState } from '../../truthFrontends';
import type { ComputeNodeState } from '../../truthNodes';
import { close, listen } from '../listening';
import type { ServerIdentity } from '../serverIdentity';
import { nodeMetrics, nodeMetricsText } from './beMetrics';
import { frontendMetricsTagged, frontendMetricsText, plainValue } from './feMetricsText';

const NOT_FOUND = '<html><head><title>404</title></head><body>this is 404 page.</body></html>';

const BAD_GATEWAY = '<html><head><title>502 Bad Gateway</title></head></html>';

type Reply = { readonly status: number; readonly type: string; readonly body: string };

export type HttpServerOptions = {
  readonly world: World;
  readonly board: FaultBoard;
  /** The node in a state; undefined when it is gone. */
  readonly find: (state: ClusterState) => FrontendState | ComputeNodeState | undefined;
  readonly log: (entry: LogEntry) => void;
  /** Plays the proxy: HTTPS with this identity, 502 when the node does not answer. */
  readonly proxy?: ServerIdentity;
};

export class HttpServer {
  private readonly options: HttpServerOptions;
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;

  constructor(options: HttpServerOptions) {
    this.options = options;
  }

  async listen(host: string, port: number): Promise<number> {
    const { proxy } = this.options;
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      this.handle(request, response).catch(() => {
        response.destroy();
      });
    };
    const server =
      proxy === undefined
        ? createServer(listener)
        : createTlsServer({ key: proxy.key, cert: proxy.certificate }, listener);
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    this.server = server;
    return await listen(server, host, port);
  }

  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    for (const socket of this.sockets) {
      socket.destroy();
    }
    await close(server);
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { world, board, log } = this.options;
    const state = world.state;
    const node = this.options.find(state);
    if (node === undefined) {
      response.destroy();
      return;
    }
    if (this.options.proxy !== undefined && !isReachedByProxy(board, node)) {
      response.writeHead(502, { 'content-type': 'text/html' }).end(BAD_GATEWAY);
      return;
    }
    const started = performance.now();
    const path = request.url ?? '/';
    const effects = board.strike({ protocol: 'http', nodeNames: namesOf(node), text: path });
    const done = (outcome: string): void => {
      log({
        at: world.now(),
        node: nodeKey(node),
        protocol: 'http',
        user: '',
        connectionId: null,
        statement: path,
        comment: request.headers['user-agent'] ?? '',
        outcome,
        ms: Math.round(performance.now() - started),
      });
    };
    for (const effect of effects) {
      if (effect.kind === 'latency') {
        await new Promise((resolve) => setTimeout(resolve, effect.ms));
      }
    }
    if (effects.some((effect) => effect.kind === 'hang')) {
      done('fault: hang');
      return;
    }
    if (effects.some((effect) => effect.kind === 'drop' && effect.after === undefined)) {
      done('fault: drop');
      request.socket.destroy();
      return;
    }
    const reply = faulted(this.reply(state, node, path, effects), effects);
    const gzip =
      'editLogPort' in node &&
      path.startsWith('/metrics') &&
      /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    const body = gzip ? gzipSync(reply.body) : Buffer.from(reply.body, 'utf8');
    const cut = cutOf(effects, body.length);
    response.writeHead(reply.status, {
      'content-type': reply.type,
      'content-length': String(body.length),
      date: new Date(world.now() + state.knobs.skewMs).toUTCString(),
      ...(gzip ? { 'content-encoding': 'gzip' } : {}),
    });
    if (cut === undefined) {
      response.end(body);
      done(String(reply.status));
      return;
    }
    done('fault: cut');
    response.write(body.subarray(0, cut), () => {
      response.socket?.destroy();
    });
  }

  private reply(
    state: ClusterState,
    node: FrontendState | ComputeNodeState,
    url: string,
    effects: readonly FaultEffect[],
  ): Reply {
    const [path = '/', query = ''] = url.split('?');
    const parameters = new URLSearchParams(query);
    if (profileOf(state.profile).absentEndpoints.includes(path)) {
      return { status: 404, type: 'text/html', body: NOT_FOUND };
    }
    return 'editLogPort' in node
      ? frontendReply(state, node, path, parameters, effects)
      : nodeReply(state, node, path, parameters, effects);
  }
}

/** The proxy stands where the BEs stand: HTTP closed to the monitor alone is open to it. */
function isReachedByProxy(board: FaultBoard, node: FrontendState | ComputeNodeState): boolean {
  return node.running && !board.isClosedToNodes(namesOf(node));
}

/** The FE prints every value as NaN when told so; otherwise as Java prints it. */
function nanOf(
  effects: readonly FaultEffect[],
  text: string,
): (name: string) => string | undefined {
  return (name) =>
    effects.some(
      (effect) =>
        effect.kind === 'nan' &&
        (effect.metric === undefined ||
          name === effect.metric ||
          name === effect.metric.replace(/^starrocks_(fe|be)_/, '')),
    )
      ? text
      : undefined;
}

function withoutMissing(text: string, effects: readonly FaultEffect[]): string {
  const gone = effects.flatMap((effect) =>
    effect.kind === 'missing' && effect.name !== undefined ? [effect.name] : [],
  );
  return gone.length === 0
    ? text
    : text
        .split('\n')
        .filter((line) => !gone.some((name) => line.includes(name)))
        .join('\n');
}

function frontendReply(
  state: ClusterState,
  fe: FrontendState,
  path: string,
  parameters: URLSearchParams,
  effects: readonly FaultEffect[],
): Reply {
  const json = (value: unknown): Reply => ({
    status: 200,
    type: 'application/json',
    body: JSON.stringify(value),
  });
  if (path === '/metrics') {
    if (parameters.get('type') === 'json') {
      const items = frontendMetricsTagged(state, fe).map((item) => JSON.stringify(item));
      return { status: 200, type: 'text/plain', body: `[\n${items.join(',\n')}\n]` };
    }
    const nan = nanOf(effects, 'NaN');
    const text = frontendMetricsText(
      state,
      fe,
      (name, value, double) => nan(name) ?? plainValue(name, value, double),
    );
    return { status: 200, type: 'text/plain', body: withoutMissing(text, effects) };
  }
  if (path === '/api/show_meta_info') {
    return json(metaInfo(state, fe, parameters.get('action') ?? ''));
  }
  if (path === '/api/bootstrap') {
    const ready = leaderOf(state) !== undefined;
    return json({
      replayedJournalId: 0,
      queryPort: 0,
      rpcPort: 0,
      feStartTime: 0,
      heapUsedPercent: 0,
      status: ready ? 'OK' : 'FAILED',
      code: '0',
      msg: ready ? 'Success' : 'not ready',
      message: ready ? 'OK' : 'not ready',
    });
  }
  if (path === '/api/health') {
    return json({
      total_backend_num: state.backends.length,
      online_backend_num: state.backends.filter((node) => node.alive).length,
      status: 'OK',
    });
  }
  if (path === '/api/v2/feature') {
    return json({ version: state.version, features: [], status: 'OK' });
  }
  if (path.startsWith('/api/show_proc')) {
    return {
      status: 401,
      type: 'application/json',
      body: JSON.stringify({
        status: 'FAILED',
        code: '1',
        msg: 'Need auth information.',
        message: 'Need auth information.',
      }),
    };
  }
  return { status: 404, type: 'text/html', body: NOT_FOUND };
}

function metaInfo(state: ClusterState, fe: FrontendState, action: string): unknown {
  if (action === 'SHOW_HA') {
    return {
      role: fe.role,
      current_journal_id: String(fe.role === 'LEADER' ? fe.maxJournalId : fe.replayedLive),
      master: leaderOf(state)?.host ?? '',
      electable_nodes: state.frontends.map((each) => each.host).join(','),
      observer_nodes: '',
      can_read: 'true',
      is_ready: String(leaderOf(state) !== undefined),
      last_checkpoint_version: String(fe.imageJournalId),
      last_checkpoint_time: String(fe.imageAt + state.knobs.skewMs),
    };
  }
  // SHOW_DB_SIZE tells of one replica, SHOW_FULL_DB_SIZE of all.
  const copies = action === 'SHOW_DB_SIZE' && state.runMode === 'shared_nothing' ? REPLICATION : 1;
  return Object.fromEntries(
    state.databases
      .filter((db) => !isBuiltIn(db))
      .map((db) => [
        db.name,
        state.tables
          .filter((table) => table.database === db.name)
          .reduce((sum, table) => sum + table.reportedBytes, 0) / copies,
      ]),
  );
}

function nodeReply(
  state: ClusterState,
  node: ComputeNodeState,
  path: string,
  parameters: URLSearchParams,
  effects: readonly FaultEffect[],
): Reply {
  if (path === '/metrics') {
    const type = 'text/plain; version=0.0.4';
    if (parameters.get('type') === 'json') {
      const items = nodeMetrics(state, node).flatMap((each) =>
        each.samples.map((sample) => ({
          tags: { metric: each.name, ...Object.fromEntries(sample.labels) },
          unit: 'nounit',
          value: sample.value,
        })),
      );
      return { status: 200, type, body: JSON.stringify(items) };
    }
    const nan = nanOf(effects, 'nan');
    return {
      status: 200,
      type,
      body: withoutMissing(
        nodeMetricsText(state, node, (name, text) => nan(name) ?? text),
        effects,
      ),
    };
  }
  if (path === '/api/health') {
    return { status: 200, type: 'application/json', body: '{"status": "OK","msg": "To Be Added"}' };
  }
  if (path === '/api/datacache/app_stat') {
    const { hitBytes, missBytes, hitBytesLastMinute, missBytesLastMinute } = node.dataCache;
    const rate = (hit: number, miss: number): number =>
      hit + miss === 0 ? 0 : Math.round((100 * hit) / (hit + miss)) / 100;
    return {
      status: 200,
      type: 'application/json',
      body: JSON.stringify({
        hit_bytes: hitBytes,
        miss_bytes: missBytes,
        hit_rate: rate(hitBytes, missBytes),
        hit_bytes_last_minute: hitBytesLastMinute,
        miss_bytes_last_minute: missBytesLastMinute,
        hit_rate_last_minute: rate(hitBytesLastMinute, missBytesLastMinute),
      }),
    };
  }
  return { status: 404, type: 'text/html', body: NOT_FOUND };
}

function faulted(reply: Reply, effects: readonly FaultEffect[]): Reply {
  return effects.reduce((current, effect): Reply => {
    switch (effect.kind) {
      case 'error':
        return { status: effect.code, type: 'text/plain', body: effect.text };
      case 'deny':
        return {
          status: 401,
          type: 'application/json',
          body: '{"status":"FAILED","code":"1","msg":"Access denied","message":"Access denied"}',
        };
      case 'empty':
        return { ...current, body: '' };
      case 'garbage':
        return { ...current, body: '\u0000\u0001 <<< not metrics >>> {"a":[}\n'.repeat(40) };
      case 'missing':
        return effect.name === undefined
          ? { status: 404, type: 'text/html', body: NOT_FOUND }
          : current;
      default:
        return current;
    }
  }, reply);
}

/** After how many bytes the connection is cut, if it is. */
function cutOf(effects: readonly FaultEffect[], length: number): number | undefined {
  for (const effect of effects) {
    if (effect.kind === 'truncated') {
      return Math.floor(length * (effect.share ?? 0.5));
    }
    if (effect.kind === 'drop' && effect.after !== undefined) {
      return Math.min(length, effect.after);
    }
  }
  return undefined;
}
