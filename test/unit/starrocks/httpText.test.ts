import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import { gzipSync } from 'node:zlib';
import { classifyFailure } from '../../../src/extension/starrocks/classifyFailure';
import { Deadline } from '../../../src/extension/starrocks/deadline';
import { getLines } from '../../../src/extension/starrocks/httpText';
import type { UnknownReason } from '../../../src/shared/reading';

describe('getLines', () => {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) {
      await cleanup();
    }
  });

  async function listen(server: Server): Promise<number> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanups.push(async () => {
      const closed = once(server, 'close');
      server.close();
      await closed;
    });
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async function serve(handler: RequestListener): Promise<number> {
    const server = createServer(handler);
    cleanups.push(() => server.closeAllConnections());
    return await listen(server);
  }

  async function get(port: number, ms = 2_000, signal?: AbortSignal): Promise<string[]> {
    const lines: string[] = [];
    const deadline = new Deadline(ms, signal);
    const address = { host: '127.0.0.1', port };
    try {
      const url = new URL(`http://127.0.0.1:${port}/metrics`);
      const question = { url, connectTo: address, trust: { mode: 'off' } } as const;
      await getLines(question, deadline, (line) => {
        lines.push(line);
      });
      return lines;
    } finally {
      deadline.dispose();
    }
  }

  async function fails(
    promise: Promise<unknown>,
    why: UnknownReason,
    words: RegExp,
  ): Promise<void> {
    await assert.rejects(promise, (error) => {
      const failure = classifyFailure(error);
      assert.equal(failure.why, why, failure.message);
      assert.match(failure.message, words);
      return true;
    });
  }

  it('gives the lines of a body that comes in pieces, split inside a character', async () => {
    const body = Buffer.from('a{user="日本"} 1\r\nb 2\n\nc 3\n');
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': body.length });
      response.write(body.subarray(0, 10));
      setImmediate(() => response.end(body.subarray(10)));
    });

    assert.deepEqual(await get(port), ['a{user="日本"} 1', 'b 2', '', 'c 3']);
  });

  it('accepts gzip', async () => {
    const body = gzipSync('a 1\nb 2\n');
    const port = await serve((request, response) => {
      assert.equal(request.headers['accept-encoding'], 'gzip');
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length });
      response.end(body);
    });

    assert.deepEqual(await get(port), ['a 1', 'b 2']);
  });

  it('fails on another status', async () => {
    for (const [status, why] of [
      [404, 'unsupported-version'],
      [401, 'denied'],
      [500, 'failed'],
    ] as const) {
      const port = await serve((_request, response) => response.writeHead(status).end('no\n'));
      await fails(get(port), why, new RegExp(`HTTP ${status}`));
    }
  });

  it('fails when the body is shorter than announced', async () => {
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 1_000 });
      response.write('a 1\nb 2');
      setImmediate(() => response.destroy());
    });
    await fails(get(port), 'malformed', /cut short after 7 of 1000 bytes/);
  });

  it('fails when a gzip body is cut', async () => {
    const body = gzipSync('a 1\n'.repeat(1_000));
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', connection: 'close' });
      response.end(body.subarray(0, body.length - 12));
    });
    await fails(get(port), 'malformed', /cut short/);
  });

  it('does not believe a last line without an end', async () => {
    const port = await serve((_request, response) => response.end('a 1\nquery_total 512'));
    await fails(get(port), 'malformed', /last line/);
  });

  it('fails above 16 MB, whatever the size on the wire', async () => {
    const body = gzipSync('a 1\n'.repeat(4_300_000));
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length });
      response.end(body);
    });
    await fails(get(port, 9_000), 'malformed', /larger than 16 MB/);
  });

  it('ends at the deadline before and within the answer, and when cancelled', async () => {
    const silent = await serve(() => undefined);
    await fails(get(silent, 150), 'timeout', /no answer from 127\.0\.0\.1/);

    const stuck = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('a 1\n');
    });
    await fails(get(stuck, 150), 'timeout', /no answer/);

    const controller = new AbortController();
    const pending = get(silent, 5_000, controller.signal);
    controller.abort();
    await fails(pending, 'not-collected-yet', /cancelled/);
  });

  it('says that nothing listens, or that something else does', async () => {
    const port = await listen(createTcpServer());
    await cleanups.pop()?.();
    await fails(get(port), 'unreachable', /ECONNREFUSED/);

    const mysql = await listen(createTcpServer((socket) => socket.resume().end('\x0a8.0.33\0')));
    await fails(get(mysql), 'malformed', /Parse Error/);
  });

  it('lets other work go on while it reads a large answer', async () => {
    const port = await serve((_request, response) =>
      response.end('metric{a="b"} 12345\n'.repeat(400_000)),
    );
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    cleanups.push(() => clearInterval(timer));

    const lines = await get(port, 9_000);

    assert.equal(lines.length, 400_000);
    assert.ok(longest < 250, `blocked for ${longest} ms`);
  });
});
