/** The control port: truth, past, log, clock and faults, for tests and demonstrations. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { FaultBoard } from '../faultBoard';
import type { Fault, FaultRequest } from '../faults';
import { pastSlots } from '../state/past';
import type { World } from '../state/world';
import type { LogEntry } from '../truth';
import { listen } from '../wire/listening';

export type ControlOptions = {
  readonly world: World;
  readonly board: FaultBoard;
  readonly log: { entries: LogEntry[] };
  readonly info: () => unknown;
  /** Resolves when ports are open and closed as faults and node states want them. */
  readonly settled: () => Promise<void>;
};

const LINES_AT_ONCE = 50;

type Route = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> | void;

/** Starts to listen on 127.0.0.1; the server is answered with its port. */
export async function startControlServer(
  options: ControlOptions,
): Promise<{ readonly server: Server; readonly port: number }> {
  const routes = controlRoutes(options);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const route = routes[`${request.method ?? 'GET'} ${url.pathname}`];
    if (!isLocal(request)) {
      sendJson(response, 403, { error: 'local requests only' });
    } else if (route === undefined) {
      sendJson(response, 404, {
        error: `no such endpoint; there are: ${Object.keys(routes).join(', ')}`,
      });
    } else {
      Promise.resolve()
        .then(() => route(request, response, url))
        .catch((error: unknown) => {
          sendJson(response, 400, {
            error: error instanceof Error ? error.message : String(error),
          });
        });
    }
  });
  // Longer than any client keeps a connection for its next question: none is cut while it asks.
  server.keepAliveTimeout = 120_000;
  return { server, port: await listen(server, '127.0.0.1', 0) };
}

/** Pages in a browser must not reach it: no Origin, and only a local Host. */
function isLocal(request: IncomingMessage): boolean {
  return (
    request.headers.origin === undefined &&
    /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')
  );
}

function controlRoutes(options: ControlOptions): Readonly<Record<string, Route>> {
  const { world, board, log } = options;
  return {
    'GET /info': (_request, response) => {
      sendJson(response, 200, options.info());
    },
    'GET /truth': (_request, response, url) => {
      const at = url.searchParams.get('at');
      sendJson(response, 200, world.truth(at === null ? undefined : numberOf(at, 'at')));
    },
    'GET /queries': (_request, response) => {
      const { queries } = world;
      sendJson(response, 200, { audit: queries.audit, queries: queries.all() });
    },
    'GET /past': async (_request, response, url) => {
      const hours = numberOf(url.searchParams.get('hours') ?? '168', 'hours');
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      let lines: string[] = [];
      for (const slot of pastSlots(world.state, hours)) {
        lines.push(`${JSON.stringify(slot)}\n`);
        if (lines.length === LINES_AT_ONCE) {
          response.write(lines.join(''));
          lines = [];
          // The other ports go on answering in between.
          await new Promise((resolve) => setImmediate(resolve));
        }
      }
      response.write(lines.join(''));
      response.end();
    },
    'GET /log': (_request, response, url) => {
      const since = numberOf(url.searchParams.get('since') ?? '0', 'since');
      sendJson(
        response,
        200,
        log.entries.filter((entry) => entry.at >= since),
      );
    },
    'DELETE /log': (_request, response) => {
      log.entries = [];
      sendJson(response, 200, {});
    },
    'GET /clock': (_request, response) => {
      sendJson(response, 200, world.clock());
    },
    'POST /clock': async (request, response) => {
      const body = (await readJson(request)) as {
        readonly advanceMs?: number;
        readonly setRate?: number;
      };
      if (body.setRate !== undefined) {
        world.setRate(body.setRate);
      }
      if (body.advanceMs !== undefined) {
        world.advance(body.advanceMs);
      }
      await options.settled();
      sendJson(response, 200, world.clock());
    },
    'GET /faults': (_request, response) => {
      sendJson(response, 200, board.list());
    },
    'POST /faults': async (request, response) => {
      const body = (await readJson(request)) as FaultRequest | readonly FaultRequest[];
      const added = (
        Array.isArray(body) ? (body as readonly FaultRequest[]) : [body as FaultRequest]
      ).flatMap((each) => applyFault(options, each));
      await options.settled();
      sendJson(response, 200, added);
    },
    'DELETE /faults': async (_request, response, url) => {
      board.clear(url.searchParams.get('id') ?? undefined);
      await options.settled();
      sendJson(response, 200, board.list());
    },
  };
}

/** Puts one fault on the board, or lets one thing happen. */
export function applyFault(
  { world, board }: Pick<ControlOptions, 'world' | 'board'>,
  request: FaultRequest,
): readonly Fault[] {
  if ('happen' in request) {
    world.happen(request.happen);
    return [];
  }
  if (!('fault' in request)) {
    throw new Error('expected {"fault": …, "target": …} or {"happen": …}');
  }
  return [board.add(request.fault, request.target ?? {}, request.id)];
}

function numberOf(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isFinite(value)) {
    throw new Error(`${name} must be a number`);
  }
  return value;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
