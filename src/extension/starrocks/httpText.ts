import { once } from 'node:events';
import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { checkServerIdentity } from 'node:tls';
import { createGunzip } from 'node:zlib';
import { Slice } from '../slice';
import { addressText, type Address } from './addressMap';
import { reasonOf, type Deadline } from './deadline';
import { HttpStatusError, MalformedAnswer } from './failures';
import { urlAddress } from './httpUrl';
import type { TlsTrust } from './tlsTrust';
import { messageOf } from '../../shared/messageOf';

/** Bytes of text after decompression; more is not a /metrics we want to hold. */
const maxBytes = 16 * 2 ** 20;

export type HttpQuestion = {
  /** Its host is what the certificate must bear. */
  readonly url: URL;
  /** Where that host is from here, after the address map. */
  readonly connectTo: Address;
  /** For https only. */
  readonly trust: TlsTrust;
  /** Whether a whole answer may lack the line feed at its end; of others that shows a missing part. */
  readonly endsWithoutLineFeed?: boolean;
};

/**
 * GETs a text over HTTP or HTTPS and hands it on line by line. Rejects when the status is not 200, the
 * deadline is over, or the body is cut short, not gzip as announced, or larger than 16 MB: a part
 * of an answer is no answer.
 *
 * @returns bytes of the body as they came over the network
 */
export async function getLines(
  question: HttpQuestion,
  deadline: Deadline,
  onLine: (line: string) => void,
): Promise<number> {
  const name = addressText(urlAddress(question.url));
  deadline.enter('connect', name);
  const call = startRequest(question);
  // Errors after the race is lost have nobody else to hear them.
  call.on('error', () => undefined);
  const onConnect = (): void => deadline.enter('answer', name);
  call.on('socket', (socket) => socket.once('connect', onConnect));
  try {
    const { endsWithoutLineFeed = false } = question;
    return await deadline.race(readAnswer(call, deadline, onLine, endsWithoutLineFeed));
  } finally {
    call.destroy();
  }
}

function startRequest({ url, connectTo, trust }: HttpQuestion): ClientRequest {
  const options = {
    host: connectTo.host,
    port: connectTo.port,
    path: url.pathname + url.search,
    headers: {
      host: url.host,
      accept: 'text/plain',
      'accept-encoding': 'gzip',
      connection: 'close',
    },
    agent: false,
  };
  if (url.protocol !== 'https:') {
    return requestHttp(options);
  }
  const { host } = urlAddress(url);
  return requestHttps({
    ...options,
    rejectUnauthorized: trust.mode !== 'no-verify',
    ...(trust.ca === undefined ? {} : { ca: trust.ca }),
    // An address cannot be asked for by name (SNI), but is checked against the certificate all the same.
    servername: isIP(host) === 0 ? host : '',
    checkServerIdentity: (_servername, certificate) => checkServerIdentity(host, certificate),
  });
}

async function readAnswer(
  call: ClientRequest,
  deadline: Deadline,
  onLine: (line: string) => void,
  endsWithoutLineFeed: boolean,
): Promise<number> {
  call.end();
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) {
    throw new HttpStatusError(response.statusCode, response.statusMessage);
  }
  const announced = Number(response.headers['content-length'] ?? NaN);
  let received = 0;
  response.on('data', (chunk: Buffer) => (received += chunk.length));
  try {
    const rest = await readLines(decoded(response), deadline, onLine);
    // Every line of /metrics ends in a line feed; a number without one may have lost its last digits.
    if (rest !== '' && !endsWithoutLineFeed) {
      throw new MalformedAnswer('answer cut short: the last line has no end');
    }
    if (rest !== '') {
      onLine(rest);
    }
    return received;
  } catch (error) {
    if (deadline.signal.aborted || error instanceof MalformedAnswer) {
      throw error;
    }
    const of = Number.isNaN(announced) ? '' : ` of ${announced}`;
    const words = messageOf(error);
    throw new MalformedAnswer(`answer cut short after ${received}${of} bytes: ${words}`);
  }
}

function decoded(response: IncomingMessage): Readable {
  if (response.headers['content-encoding'] !== 'gzip') {
    return response;
  }
  const gunzip = createGunzip();
  response.on('error', (error) => gunzip.destroy(error));
  response.on('aborted', () => gunzip.destroy(new Error('connection closed')));
  return response.pipe(gunzip);
}

/** Hands on what ends in a line feed, and returns what follows the last one. */
async function readLines(
  body: Readable,
  deadline: Deadline,
  onLine: (line: string) => void,
): Promise<string> {
  const utf8 = new TextDecoder();
  let bytes = 0;
  let rest = '';
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new MalformedAnswer('answer larger than 16 MB');
    }
    const lines = (rest + utf8.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    const slice = new Slice();
    for (const line of lines) {
      onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
      if (slice.isOver) {
        await slice.next();
      }
    }
    if (deadline.signal.aborted) {
      throw reasonOf(deadline.signal);
    }
  }
  return rest;
}
