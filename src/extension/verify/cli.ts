/** `npm run verify`: asks a cluster everything once and prints what came of it. */
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { messageOf } from '../../shared/messageOf';
import type { ClusterProfile, NewCluster } from '../../shared/clusterProfile';
import { renderPhrase } from '../../shared/format';
import { verifyMarkdown, type VerifiedForm } from './report';
import { verifyCluster } from './verifyCluster';

const usage = `verify --host H [--port 9030] --user U [--password-env VARIABLE]
       [--tls off|verify|no-verify] [--ca FILE] [--cleartext-password]
       [--http auto|off] [--address-map '{"10.0.0.1:9030": "127.0.0.1:19030"}'] [--quiet]

--password-env  name of the environment variable that holds the password; without it the password
                is asked for, and there is none when nobody can be asked`;

type Wish = { readonly cluster: NewCluster; readonly secret: string | undefined };

async function readWish(argv: readonly string[]): Promise<Wish> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      host: { type: 'string' },
      port: { type: 'string', default: '9030' },
      user: { type: 'string' },
      'password-env': { type: 'string' },
      tls: { type: 'string', default: 'off' },
      ca: { type: 'string' },
      'cleartext-password': { type: 'boolean', default: false },
      http: { type: 'string', default: 'auto' },
      'address-map': { type: 'string', default: '{}' },
      quiet: { type: 'boolean', default: false },
    },
  });
  const { host, user, tls, http, ca, quiet } = values;
  const port = Number(values.port);
  if (host === undefined || user === undefined || !(port >= 1 && port <= 65_535)) {
    throw new Error(usage);
  }
  if (!isTlsMode(tls) || (http !== 'auto' && http !== 'off')) {
    throw new Error(usage);
  }
  const secret = await readSecret(values['password-env'], user);
  return {
    secret,
    cluster: {
      name: 'verification',
      frontends: [{ host, port }],
      user,
      password: secret === undefined ? 'none' : 'ask',
      tls: { mode: tls, ...(ca === undefined ? {} : { caFile: ca }) },
      cleartextPassword: values['cleartext-password'],
      http: { mode: http, addressMap: readAddressMap(values['address-map']) },
      quiet,
      access: 'read-only',
    },
  };
}

function isTlsMode(text: string): text is ClusterProfile['tls']['mode'] {
  return text === 'off' || text === 'verify' || text === 'no-verify';
}

function readAddressMap(text: string): Record<string, string> {
  const map: unknown = JSON.parse(text);
  if (typeof map !== 'object' || map === null) {
    throw new Error(usage);
  }
  return Object.fromEntries(Object.entries(map).map(([from, to]) => [from, String(to)]));
}

async function readSecret(variable: string | undefined, user: string): Promise<string | undefined> {
  if (variable !== undefined) {
    const secret = process.env[variable];
    if (secret === undefined) {
      throw new Error(`The environment variable ${variable} is not set.`);
    }
    return secret === '' ? undefined : secret;
  }
  if (!process.stdin.isTTY) {
    return undefined;
  }
  process.stderr.write(`Password of ${user} (empty: none): `);
  // What is typed is not echoed.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    const typed = await lines.question('');
    return typed === '' ? undefined : typed;
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

function lineOf({ source, form, outcome, rows, tookMs, missing, unknown }: VerifiedForm): string {
  const found = rows === undefined ? outcome : `${rows} rows`;
  const gaps = [
    missing.length === 0 ? '' : `missing: ${missing.join(', ')}`,
    unknown.length === 0 ? '' : `not known to us: ${unknown.join(', ')}`,
  ].filter((gap) => gap !== '');
  const name = `${source} (${form})`.padEnd(40);
  return [`  ${name} ${found}, ${Math.round(tookMs)} ms`, ...gaps].join('; ');
}

async function main(): Promise<void> {
  const { cluster, secret } = await readWish(process.argv.slice(2));
  const report = await verifyCluster(cluster, secret, {
    onStep: ({ step, state, text, remedy }) => {
      if (state !== 'running') {
        const cure = remedy === undefined || state === 'ok' ? '' : ` ${renderPhrase(remedy)}`;
        console.log(`${state.padEnd(8)}${step.padEnd(10)} ${renderPhrase(text)}.${cure}`);
      }
    },
    onForm: (form) => console.log(lineOf(form)),
  });
  console.log(`\n${'─'.repeat(72)}\n${verifyMarkdown(report)}`);
  process.exitCode = report.steps.some(({ state }) => state === 'failed') ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 2;
});
