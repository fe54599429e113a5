import type { TestStep } from '../../../shared/api';
import type { NewCluster } from '../../../shared/clusterProfile';
import { roleOf, type NodeId } from '../../../shared/ids';
import { phrase } from '../../../shared/phrase';
import type { Observation } from '../../collect/observation';
import { addressText, applyAddressMap, type Address } from '../addressMap';
import type { ClusterSession } from '../clusterSession';
import { httpUrl, urlAddress } from '../httpUrl';
import { backends } from '../sources/backends';
import { beMetrics } from '../sources/beMetrics';
import { computeNodes } from '../sources/computeNodes';
import { feMetrics, type FrontendMetrics } from '../sources/feMetrics';
import type { FrontendRow } from '../sources/frontends';
import { running, timed } from './outcome';

const listDeadlineMs = 10_000;
const httpDeadlineMs = 3_000;

/** More nodes than this are not asked for /metrics: a test should not take longer than a person waits. */
const nodesAsked = 20;

type Target = { readonly node: NodeId; readonly asked: Address };

type Answer = {
  readonly target: Target;
  readonly tookMs: number;
  readonly message: string | undefined;
  readonly metrics: FrontendMetrics | undefined;
};

/**
 * Asks every node for /metrics and names the address used. Returns what the leader's metrics say,
 * or any FE's when the leader's did not come.
 */
export async function* testHttp(
  cluster: NewCluster,
  session: ClusterSession,
  list: Observation<readonly FrontendRow[]>,
  signal: AbortSignal | undefined,
): AsyncGenerator<TestStep, FrontendMetrics | undefined> {
  const http = { step: 'http', field: 'http' } as const;
  if (cluster.http.mode === 'off') {
    const text = phrase('connection.http.off');
    yield { ...http, state: 'warning', text, remedy: phrase('remedy.http.off') };
    return undefined;
  }
  const cancel = signal === undefined ? {} : { signal };
  const targets = await httpTargets(session, list, cancel);
  const count = targets.length;
  if (count === 0) {
    yield { step: 'http', state: 'warning', text: phrase('connection.http.noNodes') };
    return undefined;
  }
  yield running('http', phrase('connection.http.running', { count }));
  const answers: Answer[] = [];
  for await (const answer of asTheyCome(targets.map((each) => ask(session, each, cancel)))) {
    answers.push(answer);
    yield nodeStep(cluster, answer);
  }
  const failed = answers.filter(({ message }) => message !== undefined);
  const have = count - failed.length;
  yield failed.length === 0
    ? { step: 'http', state: 'ok', text: phrase('connection.http.ok', { count }) }
    : {
        ...http,
        state: 'warning',
        text: phrase(have === 0 ? 'connection.http.failed' : 'connection.http.some', {
          have,
          count,
        }),
        remedy: phrase('remedy.http'),
      };
  const metrics = answers.flatMap((answer) => answer.metrics ?? []);
  return metrics.find(({ isLeader }) => isLeader === true) ?? metrics[0];
}

async function ask(
  session: ClusterSession,
  target: Target,
  cancel: { readonly signal?: AbortSignal },
): Promise<Answer> {
  const { node, asked } = target;
  const options = { node, ...asked, deadlineMs: httpDeadlineMs, ...cancel };
  const messageOf = (answer: Observation<unknown>): string | undefined =>
    answer.ok ? undefined : answer.message;
  if (roleOf(node) === 'fe') {
    const { value, tookMs } = await timed(() => session.askHttp(feMetrics, options));
    const metrics = value.ok ? value.value : undefined;
    return { target, tookMs, message: messageOf(value), metrics };
  }
  const { value, tookMs } = await timed(() => session.askHttp(beMetrics, options));
  return { target, tookMs, message: messageOf(value), metrics: undefined };
}

function nodeStep({ http }: NewCluster, { target, tookMs, message }: Answer): TestStep {
  const { node, asked } = target;
  const url = httpUrl(http, roleOf(node), asked, '');
  const address = addressText(applyAddressMap(http.addressMap, urlAddress(url)));
  const args = { role: roleOf(node).toUpperCase(), node: addressText(asked), address };
  const step = { step: 'http', subject: node, tookMs } as const;
  return message === undefined
    ? { ...step, state: 'ok', text: phrase('connection.http.node', args) }
    : {
        ...step,
        state: 'warning',
        text: phrase('connection.http.nodeFailed', { ...args, message }),
        remedy: phrase('remedy.http'),
        field: 'http',
      };
}

/** The nodes of all lists that are alive and have an HTTP port. */
async function httpTargets(
  session: ClusterSession,
  list: Observation<readonly FrontendRow[]>,
  cancel: { readonly signal?: AbortSignal },
): Promise<readonly Target[]> {
  const options = { lane: 'leader', deadlineMs: listDeadlineMs, ...cancel } as const;
  const [be, cn] = await Promise.all([
    session.ask(backends, options),
    session.ask(computeNodes, options),
  ]);
  return [list, be, cn]
    .flatMap((answer) => (answer.ok ? [...answer.value] : []))
    .flatMap(({ node, host, httpPort, alive }) =>
      alive === true && httpPort !== null ? [{ node, asked: { host, port: httpPort } }] : [],
    )
    .slice(0, nodesAsked);
}

/** The results in the order they come; none of the promises may reject. */
async function* asTheyCome<T>(works: readonly Promise<T>[]): AsyncGenerator<T, void> {
  const open = new Map(works.map((work, at) => [at, work.then((value) => ({ at, value }))]));
  while (open.size > 0) {
    const { at, value } = await Promise.race(open.values());
    open.delete(at);
    yield value;
  }
}
