import type { TestStep } from '../../shared/api';
import type { NewCluster } from '../../shared/clusterProfile';
import { phrase } from '../../shared/phrase';
import { addressText, applyAddressMap, type Address } from './addressMap';
import { ClusterSession } from './clusterSession';
import { auditOutcome } from './connectionTest/audit';
import { notMysql, readGreeting, type Greeting } from './connectionTest/greeting';
import { identityOutcome, leaderOutcome } from './connectionTest/identity';
import { loginTrouble, tlsStep } from './connectionTest/login';
import { testHttp } from './connectionTest/nodesHttp';
import { running, timed, type Outcome } from './connectionTest/outcome';
import { knock, lookUp, reachStep, tryAll } from './connectionTest/reach';
import { nodeOutcome, operateOutcome, viewsOutcome } from './connectionTest/rights';
import { sightOutcome } from './connectionTest/sight';
import { Deadline } from './deadline';
import { connectTimeoutMs } from './lane';
import { capabilities, versionComment } from './sources/capabilities';
import { frontends } from './sources/frontends';

const statementDeadlineMs = 10_000;

/**
 * Tests exactly the profile given, layer by layer, and stops at the first layer that fails; from
 * `version` on nothing stops the rest. Each report carries the words of the system or the server and
 * what helps; never the password. Ends early, without a report, when `signal` is aborted.
 */
export async function* testConnection(
  cluster: NewCluster,
  secret?: string,
  signal?: AbortSignal,
): AsyncGenerator<TestStep, void> {
  for await (const step of testLayers(cluster, secret, signal)) {
    if (signal?.aborted === true) {
      return;
    }
    yield step;
  }
}

async function* testLayers(
  cluster: NewCluster,
  secret: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<TestStep, void> {
  let addresses: readonly Address[] = cluster.frontends;
  for (const [step, reachTry] of [['address', lookUp] as const, ['tcp', knock] as const]) {
    const asked = addresses.map(addressText).join(', ');
    yield running(step, phrase(`connection.${step}.running`, { addresses: asked }));
    const { value, tookMs } = await timed(() => tryAll(cluster, addresses, reachTry, signal));
    const reached = reachStep(step, value, tookMs);
    yield reached;
    if (reached.state === 'failed') {
      return;
    }
    addresses = value.good;
  }
  const greeting = yield* testGreeting(cluster, addresses, signal);
  if (greeting === undefined) {
    return;
  }
  const session = new ClusterSession({
    profile: { ...cluster, frontends: greeting.frontends, id: 'connection-test' },
    secret: () => Promise.resolve(secret),
    log: { debug: ignore, info: ignore, warn: ignore },
    now: Date.now,
    mono: () => performance.now(),
  });
  try {
    yield* testSession(cluster, session, greeting, signal);
  } finally {
    session.dispose();
  }
}

type Greeted = Greeting & { readonly frontends: readonly Address[] };

/** Undefined when nobody greets as MySQL does. */
async function* testGreeting(
  cluster: NewCluster,
  asked: readonly Address[],
  signal: AbortSignal | undefined,
): AsyncGenerator<TestStep, Greeted | undefined> {
  const addresses = asked.map(addressText).join(', ');
  yield running('greeting', phrase('connection.greeting.running', { addresses }));
  let firstFailure: Outcome | undefined;
  for (const address of asked) {
    const connectTo = applyAddressMap(cluster.http.addressMap, address);
    const deadline = new Deadline(connectTimeoutMs, signal);
    const begun = performance.now();
    try {
      const greeting = await readGreeting(address, connectTo, deadline);
      const tookMs = Math.round(performance.now() - begun);
      const text = phrase('connection.greeting.ok', { address: addressText(address) });
      yield { step: 'greeting', state: 'ok', text, tookMs };
      return { ...greeting, frontends: asked.slice(asked.indexOf(address)) };
    } catch (error) {
      firstFailure ??= await notMysql(address, connectTo, error, signal);
    } finally {
      deadline.dispose();
    }
  }
  if (firstFailure !== undefined) {
    yield { step: 'greeting', ...firstFailure };
  }
  return undefined;
}

async function* testSession(
  cluster: NewCluster,
  session: ClusterSession,
  { offersTls }: Greeted,
  signal: AbortSignal | undefined,
): AsyncGenerator<TestStep, void> {
  const { user } = cluster;
  const options = {
    lane: 'leader',
    deadlineMs: statementDeadlineMs,
    ...(signal === undefined ? {} : { signal }),
  } as const;

  yield running('tls', phrase('connection.tls.running'));
  const version = await timed(() => session.ask(versionComment, options));
  const trouble = loginTrouble(user, version.value);
  if (trouble?.step === 'tls') {
    yield { step: 'tls', ...trouble.outcome, tookMs: version.tookMs };
    return;
  }
  yield tlsStep(cluster, offersTls);
  if (trouble !== undefined) {
    yield { step: 'login', ...trouble.outcome, tookMs: version.tookMs };
    return;
  }
  const via = version.value.via ?? '';
  const loggedIn = phrase('connection.login.ok', { user, via });
  yield { step: 'login', state: 'ok', text: loggedIn, tookMs: version.tookMs };

  yield running('starrocks', phrase('connection.starrocks.running'));
  const list = await timed(() => session.ask(frontends, options));
  const identity = identityOutcome(version.value, list.value);
  yield { step: 'starrocks', ...identity, tookMs: list.tookMs };
  if (identity.state === 'failed') {
    return;
  }

  yield running('version', phrase('connection.version.running'));
  const probe = await timed(() => session.ask(capabilities, options));
  if (!probe.value.ok) {
    const { message } = probe.value;
    const text = phrase('connection.version.failed', { message });
    yield { step: 'version', state: 'warning', text, tookMs: probe.tookMs };
    yield { step: 'leader', ...leaderOutcome(list.value) };
  } else {
    const { version: named, runMode, privileges } = probe.value.value;
    const text =
      runMode === null
        ? phrase('connection.version.ok', { version: named })
        : phrase('connection.version.runMode', { version: named, runMode });
    yield { step: 'version', state: 'ok', text, tookMs: probe.tookMs };
    yield { step: 'leader', ...leaderOutcome(list.value) };
    yield { step: 'operate', ...operateOutcome(user, privileges) };
    yield { step: 'node', ...nodeOutcome(user, privileges) };
  }
  yield running('views', phrase('connection.views.running'));
  const views = await timed(() => viewsOutcome(cluster, session, options));
  yield { step: 'views', ...views.value, tookMs: views.tookMs };
  const metrics = yield* testHttp(cluster, session, list.value, signal);
  yield running('audit', phrase('connection.audit.running'));
  const audit = await timed(() => auditOutcome(cluster, session, options));
  yield { step: 'audit', ...audit.value, tookMs: audit.tookMs };
  yield running('sight', phrase('connection.sight.running'));
  const sight = await timed(() => sightOutcome(cluster, session, options, metrics));
  yield { step: 'sight', ...sight.value, tookMs: sight.tookMs };
}

function ignore(): void {
  // The test reports by its steps; it writes no log.
}
