import type { TestStep } from '../../shared/api';
import type { NewCluster } from '../../shared/clusterProfile';
import { roleOf, type NodeId } from '../../shared/ids';
import { defaultThresholds } from '../../shared/thresholds';
import type { ScrapeTarget } from '../collect/asker';
import { AuditMemory, type AuditWindows } from '../collect/auditMemory';
import { cadenceOf } from '../collect/cadence';
import type { Observation } from '../collect/observation';
import { frontendListSources } from '../collect/frontendLists';
import { questions, scrapes } from '../collect/sessionAsker';
import { ClusterSession } from '../starrocks/clusterSession';
import { testConnection } from '../starrocks/connectionTest';
import { auditTable } from '../starrocks/sources/auditTable';
import { backends } from '../starrocks/sources/backends';
import { capabilities } from '../starrocks/sources/capabilities';
import { clock } from '../starrocks/sources/clock';
import { computeNodes } from '../starrocks/sources/computeNodes';
import { frontends } from '../starrocks/sources/frontends';
import type { HttpSource, SqlForm, SqlSource } from '../starrocks/sources/source';
import type { VerifiedForm, VerifyReport } from './report';

/** Heavy sources walk all partitions or tables once. */
const deadlineMs = 60_000;
const httpDeadlineMs = 10_000;

export type VerifyOptions = {
  readonly signal?: AbortSignal;
  readonly onStep?: (step: TestStep) => void;
  readonly onForm?: (form: VerifiedForm) => void;
};

/**
 * Connects read-only and runs every source once in every form it has, those older than the one that
 * works included; one after the other. Never rejects for what the cluster does: it is in the report.
 */
export async function verifyCluster(
  cluster: NewCluster,
  secret: string | undefined,
  options: VerifyOptions = {},
): Promise<VerifyReport> {
  const steps = new Map<TestStep['step'], TestStep>();
  for await (const step of testConnection(cluster, secret, options.signal)) {
    options.onStep?.(step);
    if (step.subject === undefined) {
      steps.set(step.step, step);
    }
  }
  const tested = [...steps.values()].map(({ step, state }) => ({ step, state }));
  const none = { version: null, runMode: null, nodes: { fe: null, be: null, cn: null }, forms: [] };
  if (tested.length === 0 || tested.some(({ state }) => state === 'failed')) {
    return { steps: tested, ...none };
  }
  const session = new ClusterSession({
    profile: { ...cluster, id: 'verification' },
    secret: () => Promise.resolve(secret),
    log: { debug: ignore, info: ignore, warn: ignore },
    now: Date.now,
    mono: () => performance.now(),
  });
  try {
    return { steps: tested, ...(await askEverything(session, cluster.auditTable, options)) };
  } finally {
    session.dispose();
  }
}

async function askEverything(
  session: ClusterSession,
  auditSetting: string | undefined,
  { signal, onForm }: VerifyOptions,
): Promise<Omit<VerifyReport, 'steps'>> {
  const cancel = signal === undefined ? {} : { signal };
  const ask = { lane: 'leader', deadlineMs, ...cancel } as const;
  const time = await session.ask(clock, ask);
  session.setClock(time.ok ? time.value : undefined);
  const probe = await session.ask(capabilities, ask);
  const lookup = await session.ask(auditTable(auditSetting), ask);
  const offset = time.ok ? time.value.globalOffsetMs : null;
  const audit =
    lookup.ok && offset !== null
      ? new AuditMemory().windows(lookup.value, Date.now() + offset, Date.now())
      : undefined;
  const lists = {
    fe: await session.ask(frontends, ask),
    be: await session.ask(backends, ask),
    cn: await session.ask(computeNodes, ask),
  };
  const forms: VerifiedForm[] = [];
  const note = (form: VerifiedForm): void => {
    forms.push(form);
    onForm?.(form);
  };
  for (const { source, lane } of everyQuestion(auditSetting, audit)) {
    for (const form of source.forms) {
      if (signal?.aborted !== true) {
        note(await verifyForm(session, source, form, { ...ask, lane }));
      }
    }
  }
  for (const target of Object.values(lists).flatMap(targetsOf)) {
    const source = roleOf(target.node) === 'fe' ? scrapes.feMetrics : scrapes.beMetrics;
    if (signal?.aborted !== true) {
      note(await verifyHttp(session, source, target, cancel));
    }
  }
  const count = (list: Observation<readonly unknown[]>): number | null =>
    list.ok ? list.value.length : null;
  return {
    version: probe.ok ? probe.value.version : null,
    runMode: probe.ok ? probe.value.runMode : null,
    nodes: { fe: count(lists.fe), be: count(lists.be), cn: count(lists.cn) },
    forms,
  };
}

type AnyQuestion = {
  readonly source: SqlSource<unknown>;
  readonly lane: 'leader' | 'connected';
};

/** Each way of asking once, those without a leader included; the audit table only where it was found. */
function everyQuestion(
  auditSetting: string | undefined,
  audit: AuditWindows | undefined,
): readonly AnyQuestion[] {
  const scoreThreshold = defaultThresholds.compactionCritical;
  const lists = frontendListSources.map((source): AnyQuestion => ({ source, lane: 'leader' }));
  const others = Object.values(questions).flatMap((asked): readonly AnyQuestion[] => {
    const [usual, leaderless] = [false, true].map((withoutLeader): readonly AnyQuestion[] =>
      asked({
        scoreThreshold,
        withoutLeader,
        visible: false,
        ...(auditSetting === undefined ? {} : { auditSetting }),
        ...(audit === undefined ? {} : { audit }),
      }),
    );
    const sqlOf = ({ source }: AnyQuestion): string => source.forms.map(({ sql }) => sql).join();
    const known = new Set(usual?.map(sqlOf));
    return [...(usual ?? []), ...(leaderless ?? []).filter((each) => !known.has(sqlOf(each)))];
  });
  return [...others, ...lists].filter(
    ({ source }) => audit !== undefined || cadenceOf(source.id).audit !== 'found',
  );
}

async function verifyForm(
  session: ClusterSession,
  source: SqlSource<unknown>,
  form: SqlForm<unknown>,
  options: Parameters<ClusterSession['ask']>[1],
): Promise<VerifiedForm> {
  let unknown: readonly string[] = [];
  const watched: SqlForm<unknown> = {
    ...form,
    parse: (...args) => {
      const parsed = form.parse(...args);
      unknown = parsed.extraColumns ?? [];
      return parsed;
    },
  };
  const answer = await session.ask({ ...source, forms: [watched] }, options);
  return {
    source: source.id,
    form: form.form,
    privilege: source.privilege,
    ...outcomeOf(answer),
    missing: answer.ok ? (answer.unknownColumns ?? []) : [],
    unknown,
  };
}

async function verifyHttp(
  session: ClusterSession,
  source: HttpSource<object>,
  target: ScrapeTarget,
  cancel: { readonly signal?: AbortSignal },
): Promise<VerifiedForm> {
  const options = { ...target, deadlineMs: httpDeadlineMs, ...cancel };
  const answer = await session.askHttp(source, options);
  return {
    source: source.id,
    form: `${source.form} of a ${roleOf(target.node).toUpperCase()}`,
    privilege: 'http',
    ...outcomeOf(answer),
    missing: answer.ok ? unset(answer.value) : [],
    unknown: [],
  };
}

function outcomeOf(
  answer: Observation<unknown>,
): Pick<VerifiedForm, 'outcome' | 'rows' | 'tookMs'> {
  const { tookMs } = answer;
  return answer.ok ? { outcome: 'ok', rows: answer.rows, tookMs } : { outcome: answer.why, tookMs };
}

/** What of an answer's fields is null: the name was not there, or its value was of no use. */
function unset(value: object): readonly string[] {
  return Object.entries(value).flatMap(([field, held]) => (held === null ? [field] : []));
}

type ListedNode = {
  readonly node: NodeId;
  readonly host: string;
  readonly httpPort: number | null;
  readonly alive: boolean | null;
};

function targetsOf(list: Observation<readonly ListedNode[]>): readonly ScrapeTarget[] {
  return (list.ok ? list.value : []).flatMap(({ node, host, httpPort, alive }) =>
    alive === true && httpPort !== null ? [{ node, host, port: httpPort }] : [],
  );
}

function ignore(): void {
  // The report says what happened.
}
