import { once } from 'node:events';
import type { Phrase } from '../../../shared/phrase';
import { phrase } from '../../../shared/phrase';
import { addressText, type Address } from '../addressMap';
import { classifyFailure } from '../classifyFailure';
import { Deadline } from '../deadline';
import { DeadlineError, HttpStatusError, MalformedAnswer } from '../failures';
import { getLines } from '../httpText';
import { openSocket } from '../lane';
import type { Outcome } from './outcome';

/** The server's first packet; nothing is sent. */
export type Greeting = { readonly offersTls: boolean };

const tlsFlag = 0x0800;

/** Waits for the MySQL greeting. Rejects with the server's words when it is none. */
export async function readGreeting(
  asked: Address,
  connectTo: Address,
  deadline: Deadline,
): Promise<Greeting> {
  const socket = await openSocket(connectTo, asked, deadline);
  deadline.enter('greeting', addressText(asked));
  try {
    const first = once(socket, 'data') as Promise<[Buffer]>;
    const closed = once(socket, 'close').then(() => {
      throw new MalformedAnswer('the connection was closed without a greeting');
    });
    const [bytes] = await deadline.race(Promise.race([first, closed]));
    return parseGreeting(bytes);
  } finally {
    socket.destroy();
  }
}

/** Length (3 bytes), number 0, then protocol 10, the version text up to a zero, 13 bytes, flags. */
function parseGreeting(bytes: Buffer): Greeting {
  const kind = bytes[4];
  if (bytes[3] !== 0 || (kind !== 0x0a && kind !== 0xff)) {
    throw new MalformedAnswer(`it says ${JSON.stringify(bytes.toString('latin1').slice(0, 60))}`);
  }
  if (kind === 0xff) {
    // A refusal in place of a greeting, such as "Too many connections": code, then text.
    throw new MalformedAnswer(bytes.toString('utf8', 7).replace(/^#\w{5}/, ''));
  }
  const versionEnd = bytes.indexOf(0, 5);
  const flagsAt = versionEnd + 14;
  if (versionEnd < 0 || bytes.length < flagsAt + 2) {
    throw new MalformedAnswer('the greeting is cut short');
  }
  return { offersTls: (bytes.readUInt16LE(flagsAt) & tlsFlag) !== 0 };
}

/** Says what it is that does not greet: a port of HTTP is the usual mistake. */
export async function notMysql(
  asked: Address,
  connectTo: Address,
  error: unknown,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const { message } = classifyFailure(error);
  const failed = (text: Phrase, remedy: Phrase): Outcome => ({
    state: 'failed',
    text,
    remedy,
    field: 'hosts',
  });
  const address = addressText(asked);
  if (!(error instanceof DeadlineError)) {
    return failed(
      phrase('connection.greeting.other', { address, message }),
      phrase('remedy.greeting'),
    );
  }
  switch (await whoSpeaksHttp(asked, connectTo, signal)) {
    case 'frontend':
      return failed(
        phrase('connection.greeting.frontendHttp', { address }),
        phrase('remedy.greeting.http'),
      );
    case 'node':
      return failed(
        phrase('connection.greeting.nodeHttp', { address }),
        phrase('remedy.greeting.http'),
      );
    case 'other':
      return failed(phrase('connection.greeting.http', { address }), phrase('remedy.greeting'));
    case 'nobody':
      return failed(
        phrase('connection.greeting.silent', { message }),
        phrase('remedy.greeting.silent'),
      );
  }
}

const httpDeadlineMs = 2_000;

async function whoSpeaksHttp(
  asked: Address,
  connectTo: Address,
  signal: AbortSignal | undefined,
): Promise<'frontend' | 'node' | 'other' | 'nobody'> {
  const deadline = new Deadline(httpDeadlineMs, signal);
  let found: 'frontend' | 'node' | 'other' = 'other';
  try {
    const url = new URL(`http://${addressText(asked)}/metrics`);
    await getLines({ url, connectTo, trust: { mode: 'off' } }, deadline, (line) => {
      if (line.startsWith('starrocks_fe_')) {
        found = 'frontend';
      } else if (line.startsWith('starrocks_be_')) {
        found = 'node';
      }
    });
    return found;
  } catch (error) {
    return error instanceof HttpStatusError ? 'other' : 'nobody';
  } finally {
    deadline.dispose();
  }
}
