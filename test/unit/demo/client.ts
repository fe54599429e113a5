/** Real sockets to a demo cluster: a MySQL client, an HTTP client, the control port. */
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import type { FaultRequest } from '../../../src/demo/faults';
import {
  startDemoCluster,
  type DemoCluster,
  type DemoClusterInfo,
  type DemoClusterOptions,
} from '../../../src/demo/demoCluster';
import type { LogEntry, Truth } from '../../../src/demo/truth';

/** A moment in the working day of the cluster's zone. */
export const NOON = Date.UTC(2026, 5, 24, 3, 30, 0);

export const LEADER = '10.20.0.11';
export const FOLLOWER = '10.20.0.12';
export const NODE = '10.20.0.31';

export type Row = Readonly<Record<string, string | null>>;
export type SqlFailure = {
  readonly errno: number;
  readonly sqlState: string;
  readonly message: string;
};

/** A cluster whose clock stands still until the test moves it. */
export function startManual(options: DemoClusterOptions = {}): Promise<DemoCluster> {
  return startDemoCluster({ manualClock: true, now: NOON, seed: 4711, ...options });
}

export function addressOf(
  info: DemoClusterInfo,
  host: string,
  port: number,
): { readonly host: string; readonly port: number } {
  const mapped = info.addressMap[`${host}:${String(port)}`];
  if (mapped === undefined) {
    throw new Error(`no address for ${host}:${String(port)}`);
  }
  const [ip = '', number = ''] = mapped.split(':');
  return { host: ip, port: Number(number) };
}

export async function connect(
  info: DemoClusterInfo,
  host: string,
  user = 'monitor',
  password?: string,
): Promise<Connection> {
  const known = info.users.find((candidate) => candidate.name === user);
  return await createConnection({
    ...addressOf(info, host, 9030),
    user,
    password: password ?? known?.password ?? '',
    dateStrings: true,
    connectTimeout: 2000,
    // Raw bytes as UTF-8: nothing of the driver's own decoding takes part.
    typeCast: (field) => field.buffer()?.toString('utf8') ?? null,
  });
}

export async function rows(connection: Connection, sql: string): Promise<readonly Row[]> {
  const [result] = await connection.query<RowDataPacket[]>(sql);
  return result;
}

/** The one row there is. */
export async function row(connection: Connection, sql: string): Promise<Row> {
  const [first, ...others] = await rows(connection, sql);
  if (first === undefined || others.length > 0) {
    throw new Error(`expected one row of: ${sql}`);
  }
  return first;
}

export async function failure(work: Promise<unknown>): Promise<SqlFailure> {
  try {
    await work;
  } catch (error) {
    return error as SqlFailure;
  }
  throw new Error('expected an error');
}

export async function get(
  info: DemoClusterInfo,
  host: string,
  port: number,
  path: string,
): Promise<{ readonly status: number; readonly headers: Headers; readonly body: string }> {
  const address = addressOf(info, host, port);
  const response = await fetch(`http://${address.host}:${String(address.port)}${path}`, {
    signal: AbortSignal.timeout(2000),
  });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

async function control(
  info: DemoClusterInfo,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(`${info.control}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(text);
  }
  return JSON.parse(text);
}

export async function truthOf(info: DemoClusterInfo, at?: number): Promise<Truth> {
  return (await control(
    info,
    'GET',
    at === undefined ? '/truth' : `/truth?at=${String(at)}`,
  )) as Truth;
}

export async function advance(info: DemoClusterInfo, ms: number): Promise<void> {
  await control(info, 'POST', '/clock', { advanceMs: ms });
}

export async function post(
  info: DemoClusterInfo,
  request: FaultRequest | readonly FaultRequest[],
): Promise<void> {
  await control(info, 'POST', '/faults', request);
}

export async function clearFaults(info: DemoClusterInfo): Promise<void> {
  await control(info, 'DELETE', '/faults');
}

export async function logOf(info: DemoClusterInfo): Promise<readonly LogEntry[]> {
  return (await control(info, 'GET', '/log')) as readonly LogEntry[];
}

/** Values of one metric by its label text, from Prometheus text. */
export function metricValues(text: string, name: string): Readonly<Record<string, number>> {
  const values: Record<string, number> = {};
  for (const line of text.split('\n')) {
    const match = /^([\w:]+)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (match?.[1] === name) {
      values[match[2] ?? ''] = Number(match[3]);
    }
  }
  return values;
}

export function only(values: Readonly<Record<string, number>>): number {
  const list = Object.values(values);
  if (list.length !== 1 || list[0] === undefined) {
    throw new Error(`expected one value, there are ${String(list.length)}`);
  }
  return list[0];
}
