import { lookup } from 'node:dns/promises';
import type { TestStep } from '../../shared/api';
import type { NewCluster } from '../../shared/clusterProfile';
import type { NodeId } from '../../shared/ids';
import { phrase, type Phrase } from '../../shared/phrase';
import type { PhraseId } from '../../shared/phrases.en';
import type { Observation } from '../collect/observation';
import { addressText, applyAddressMap, type Address } from './addressMap';
import { classifyFailure } from './classifyFailure';
import { ClusterSession } from './clusterSession';
import { Deadline } from './deadline';
import { connectTimeoutMs, openSocket } from './lane';
import { backends } from './sources/backends';
import { beMetrics } from './sources/beMetrics';
import { capabilities, type Capabilities } from './sources/capabilities';
import { computeNodes } from './sources/computeNodes';
import { feMetrics } from './sources/feMetrics';
import { frontends, type FrontendRow } from './sources/frontends';
import type { HttpSource } from './sources/source';

const statementDeadlineMs = 10_000;
const httpDeadlineMs = 3_000;

/** More nodes than this are not asked for /metrics: a test should not take longer than a person waits. */
const nodesAsked = 20;

/** What one step comes to: its last report, and whether the next steps make sense. */
type Outcome = { readonly state: 'ok' | 'warning' | 'failed'; readonly text: Phrase };

/**
 * Tests exactly the profile given, layer by layer, and stops at the first layer that fails. Each
 * failure carries the words of the system or the server and what helps; never the password.
 */
export async function* testConnection(
  cluster: NewCluster,
  secret?: string,
  signal?: AbortSignal,
): AsyncGenerator<TestStep, void> {
  const asked = cluster.frontends.map(addressText).join(', ');
  const secrets = secret === undefined ? [] : [secret];

  yield running('address', phrase('connection.address.running', { addresses: asked }));
  const found = await timed(() => probeAll(cluster, lookUp, secrets, signal));
  const addressStep = reachStep('address', found.value, found.tookMs);
  yield addressStep;
  if (addressStep.state === 'failed') {
    return;
  }

  const resolved = { ...cluster, frontends: found.value.good };
  const names = resolved.frontends.map(addressText).join(', ');
  yield running('tcp', phrase('connection.tcp.running', { addresses: names }));
  const reached = await timed(() => probeAll(resolved, knock, secrets, signal));
  const tcpStep = reachStep('tcp', reached.value, reached.tookMs);
  yield tcpStep;
  if (tcpStep.state === 'failed') {
    return;
  }

  const session = new ClusterSession({
    profile: { ...cluster, frontends: reached.value.good, id: 'connection-test' },
    secret: () => Promise.resolve(secret),
    log: { debug: ignore, info: ignore, warn: ignore },
    now: Date.now,
    mono: () => performance.now(),
  });
  try {
    yield* testSession(cluster, session, signal);
  } finally {
    session.dispose();
  }
}

async function* testSession(
  cluster: NewCluster,
  session: ClusterSession,
  signal: AbortSignal | undefined,
): AsyncGenerator<TestStep, void> {
  const { user } = cluster;
  const options = {
    lane: 'leader',
    deadlineMs: statementDeadlineMs,
    ...(signal === undefined ? {} : { signal }),
  } as const;

  yield running('login', phrase('connection.login.running', { user }));
  const probe = await timed(() => session.ask(capabilities, options));
  const login = loginOutcome(user, probe.value);
  yield { step: 'login', ...login, tookMs: probe.tookMs };
  if (login.state === 'failed') {
    return;
  }

  yield running('starrocks', phrase('connection.starrocks.running'));
  const list = await timed(() => session.ask(frontends, options));
  const identity = identityOutcome(probe.value, list.value);
  yield { step: 'starrocks', ...identity, tookMs: list.tookMs };
  if (identity.state === 'failed' || !probe.value.ok) {
    return;
  }

  const { version, runMode } = probe.value.value;
  const text =
    runMode === null
      ? phrase('connection.version.ok', { version })
      : phrase('connection.version.runMode', { version, runMode });
  yield { step: 'version', state: 'ok', text };
  yield { step: 'leader', ...leaderOutcome(list.value) };
  yield { step: 'privileges', ...privilegesOutcome(user, probe.value.value) };
  yield* testHttp(cluster, session, list.value, signal);
}

type Reach = {
  readonly good: readonly Address[];
  readonly bad: readonly Address[];
  readonly message: string;
};

async function probeAll(
  cluster: NewCluster,
  probe: (asked: Address, connectTo: Address, signal?: AbortSignal) => Promise<void>,
  secrets: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Reach> {
  const results = await Promise.all(
    cluster.frontends.map(async (asked) => {
      try {
        await probe(asked, applyAddressMap(cluster.http.addressMap, asked), signal);
        return { asked, message: undefined };
      } catch (error) {
        return { asked, message: classifyFailure(error, secrets).message };
      }
    }),
  );
  const good = results.filter(({ message }) => message === undefined);
  const bad = results.filter(({ message }) => message !== undefined);
  return {
    good: good.map((result) => result.asked),
    bad: bad.map((result) => result.asked),
    message: bad[0]?.message ?? '',
  };
}

async function lookUp(_asked: Address, connectTo: Address): Promise<void> {
  await lookup(connectTo.host);
}

async function knock(asked: Address, connectTo: Address, signal?: AbortSignal): Promise<void> {
  const deadline = new Deadline(connectTimeoutMs, signal);
  try {
    const socket = await openSocket(connectTo, asked, deadline);
    socket.destroy();
  } finally {
    deadline.dispose();
  }
}

function reachStep(step: 'address' | 'tcp', reach: Reach, tookMs: number): TestStep {
  const { good, bad, message } = reach;
  const addresses = good.map(addressText).join(', ');
  const missing = bad.map(addressText).join(', ');
  if (good.length === 0) {
    const text = phrase(`connection.${step}.failed`, { addresses: missing, message });
    return { step, state: 'failed', text, tookMs };
  }
  return bad.length === 0
    ? { step, state: 'ok', text: phrase(`connection.${step}.ok`, { addresses }), tookMs }
    : {
        step,
        state: 'warning',
        text: phrase(`connection.${step}.some`, { addresses, missing, message }),
        tookMs,
      };
}

/** Logged in once any statement got as far as a lane. */
function loginOutcome(user: string, probe: Observation<Capabilities>): Outcome {
  if (probe.via !== undefined) {
    return { state: 'ok', text: phrase('connection.login.ok', { user, via: probe.via }) };
  }
  const message = probe.ok ? '' : probe.message;
  const why = probe.ok ? undefined : probe.why;
  if (why === 'no-credentials' && message.startsWith('no password')) {
    return { state: 'failed', text: phrase('connection.login.noPassword', { user }) };
  }
  const id = why === 'no-credentials' ? 'connection.login.refused' : loginPhraseOf(message);
  return { state: 'failed', text: phrase(id, { message }) };
}

const loginPhrases: readonly (readonly [RegExp, PhraseId])[] = [
  [/greeting/i, 'connection.login.silent'],
  [/does not support secure conn/i, 'connection.login.noTls'],
  [/insecure transport/i, 'connection.login.tlsRequired'],
  [/certificate|self.signed|hostname\/ip|altnames|ssl|tls/i, 'connection.login.tls'],
  [/^Reach\b.*\blimit\b|too many connections/i, 'connection.login.limit'],
  [/clear.?text|mysql_clear_password/i, 'connection.login.cleartext'],
];

function loginPhraseOf(message: string): PhraseId {
  return loginPhrases.find(([words]) => words.test(message))?.[1] ?? 'connection.login.failed';
}

/** Other databases have a version_comment too; only StarRocks' kin knows SHOW FRONTENDS. */
function identityOutcome(
  probe: Observation<Capabilities>,
  list: Observation<readonly FrontendRow[]>,
): Outcome {
  if (!probe.ok) {
    const { message } = probe;
    return { state: 'failed', text: phrase('connection.starrocks.failed', { message }) };
  }
  const { version } = probe.value;
  const foreign =
    /\b(mysql|mariadb|percona|doris|tidb|oceanbase)\b/i.test(version) ||
    (!list.ok && list.message.includes('You have an error in your SQL syntax'));
  return foreign
    ? { state: 'failed', text: phrase('connection.starrocks.other', { version }) }
    : { state: 'ok', text: phrase('connection.starrocks.ok') };
}

function leaderOutcome(list: Observation<readonly FrontendRow[]>): Outcome {
  if (!list.ok) {
    const { message } = list;
    const id = list.why === 'denied' ? 'connection.leader.denied' : 'connection.leader.failed';
    return { state: 'warning', text: phrase(id, { message }) };
  }
  const count = list.value.length;
  const leader = list.value.find(({ role }) => role === 'LEADER');
  return leader === undefined
    ? { state: 'warning', text: phrase('connection.leader.none', { count }) }
    : { state: 'ok', text: phrase('connection.leader.ok', { leader: leader.host, count }) };
}

function privilegesOutcome(user: string, { privileges }: Capabilities): Outcome {
  const { operate, node } = privileges;
  if (operate === true) {
    return { state: 'ok', text: phrase('connection.privileges.ok', { user }) };
  }
  if (operate === null) {
    const message = 'ADMIN SHOW FRONTEND CONFIG';
    return { state: 'warning', text: phrase('connection.privileges.unknown', { user, message }) };
  }
  const id = node === true ? 'connection.privileges.nodeOnly' : 'connection.privileges.none';
  return { state: 'warning', text: phrase(id, { user }) };
}

type Target = {
  readonly node: NodeId;
  readonly host: string;
  readonly port: number;
  readonly source: HttpSource<unknown>;
};

async function* testHttp(
  cluster: NewCluster,
  session: ClusterSession,
  list: Observation<readonly FrontendRow[]>,
  signal: AbortSignal | undefined,
): AsyncGenerator<TestStep, void> {
  if (cluster.http.mode === 'off') {
    yield { step: 'http', state: 'warning', text: phrase('connection.http.off') };
    return;
  }
  const cancel = signal === undefined ? {} : { signal };
  const targets = await httpTargets(session, list, cancel);
  const count = targets.length;
  if (count === 0) {
    yield { step: 'http', state: 'warning', text: phrase('connection.http.noNodes') };
    return;
  }
  yield running('http', phrase('connection.http.running', { count }));
  const { value: answers, tookMs } = await timed(() =>
    Promise.all(
      targets.map(({ source, ...target }) =>
        session.askHttp(source, { ...target, deadlineMs: httpDeadlineMs, ...cancel }),
      ),
    ),
  );
  const failed = answers.flatMap((answer) => (answer.ok ? [] : [answer]));
  const first = failed[0];
  if (first === undefined) {
    yield { step: 'http', state: 'ok', text: phrase('connection.http.ok', { count }), tookMs };
    return;
  }
  const have = count - failed.length;
  const missing = failed.map(({ via }) => via).join(', ');
  const args = { have, count, missing, message: first.message };
  const id = have === 0 ? 'connection.http.failed' : 'connection.http.some';
  yield { step: 'http', state: 'warning', text: phrase(id, args), tookMs };
}

/** The nodes of all lists that are alive and have an HTTP port. */
async function httpTargets(
  session: ClusterSession,
  list: Observation<readonly FrontendRow[]>,
  cancel: { readonly signal?: AbortSignal },
): Promise<readonly Target[]> {
  const options = { lane: 'leader', deadlineMs: statementDeadlineMs, ...cancel } as const;
  const [be, cn] = await Promise.all([
    session.ask(backends, options),
    session.ask(computeNodes, options),
  ]);
  const rows = [
    ...(list.ok ? list.value.map((row) => ({ row, source: feMetrics })) : []),
    ...(be.ok ? be.value.map((row) => ({ row, source: beMetrics })) : []),
    ...(cn.ok ? cn.value.map((row) => ({ row, source: beMetrics })) : []),
  ];
  return rows
    .flatMap(({ row, source }): Target[] =>
      row.alive === true && row.httpPort !== null
        ? [{ node: row.node, host: row.host, port: row.httpPort, source }]
        : [],
    )
    .slice(0, nodesAsked);
}

function running(step: TestStep['step'], text: Phrase): TestStep {
  return { step, state: 'running', text };
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; tookMs: number }> {
  const begun = performance.now();
  const value = await work();
  return { value, tookMs: Math.round(performance.now() - begun) };
}

function ignore(): void {
  // The test reports by its steps; it writes no log.
}
