import type { ClusterProfile, NewCluster } from '../../shared/clusterProfile';
import { parseHosts } from './parseHosts';
import type { PastedConnection } from './pastedConnection';

/** The questions of the flow, in their order. */
export const flowSteps = [
  'hosts',
  'user',
  'keep',
  'password',
  'tls',
  'login',
  'name',
  'group',
  'production',
  'test',
] as const;
export type FlowStep = (typeof flowSteps)[number];
/** Answers that can make a connection fail. */
export type CurableStep = 'hosts' | 'user' | 'keep' | 'password' | 'tls' | 'login';

/** What a person entered so far; it survives going back, and nothing of it is saved before the end. */
export type ClusterDraft = {
  /** `fe1:9030, fe2:9030`: never a pasted URL, which may hold a password. */
  hosts: string;
  user: string;
  keep: ClusterProfile['password'];
  password: string;
  tls: ClusterProfile['tls'];
  cleartextPassword: boolean;
  name: string;
  group: string;
  production: boolean;
  /** What no step asks for. */
  readonly rest: Omit<
    NewCluster,
    | 'frontends'
    | 'user'
    | 'password'
    | 'tls'
    | 'cleartextPassword'
    | 'name'
    | 'group'
    | 'production'
    | 'demo'
  >;
};

export function emptyDraft(): ClusterDraft {
  return {
    hosts: '',
    user: 'root',
    keep: 'stored',
    password: '',
    tls: { mode: 'off' },
    cleartextPassword: false,
    name: '',
    group: '',
    production: false,
    rest: { http: { mode: 'auto' }, access: 'read-only' },
  };
}

export function draftOf(cluster: NewCluster, secret: string | undefined): ClusterDraft {
  const { frontends, user, password, tls, cleartextPassword, name, group, production, ...others } =
    cluster;
  const { demo: _demo, ...rest } = others;
  return {
    hosts: hostsText(frontends),
    user,
    keep: password,
    password: secret ?? '',
    tls,
    cleartextPassword: cleartextPassword === true,
    name,
    group: group ?? '',
    production: production === true,
    rest,
  };
}

/** Fills later steps with what was found in a pasted text. */
export function takePasted(draft: ClusterDraft, pasted: PastedConnection): void {
  draft.hosts = hostsText(pasted.frontends);
  draft.user = pasted.user ?? draft.user;
  draft.tls = pasted.tls ?? draft.tls;
  draft.cleartextPassword = pasted.cleartextPassword ?? draft.cleartextPassword;
  if (pasted.password !== undefined) {
    draft.password = pasted.password;
    draft.keep = draft.keep === 'none' ? 'stored' : draft.keep;
  }
}

/** The cluster as it is tested and saved, and its password. */
export function clusterOf(draft: ClusterDraft): {
  readonly cluster: NewCluster;
  readonly secret?: string;
} {
  const { rest, name, user, keep, tls, group, production } = draft;
  return {
    cluster: {
      ...rest,
      name,
      frontends: parseHosts(draft.hosts) ?? [],
      user,
      password: keep,
      tls,
      ...(draft.cleartextPassword && tls.mode !== 'off' ? { cleartextPassword: true } : {}),
      ...(group === '' ? {} : { group }),
      ...(production ? { production } : {}),
    },
    ...(keep === 'none' || draft.password === '' ? {} : { secret: draft.password }),
  };
}

/** The steps that this draft needs: no password of a user without one, no LDAP without TLS. */
export function stepsOf(draft: ClusterDraft): readonly FlowStep[] {
  return flowSteps.filter(
    (step) =>
      (step !== 'password' || draft.keep !== 'none') &&
      (step !== 'login' || draft.tls.mode !== 'off'),
  );
}

/** Where to go from `step`; after a jump back, what was answered already is not asked again. */
export function stepAfter(
  draft: ClusterDraft,
  step: FlowStep,
  skip: ReadonlySet<FlowStep>,
): FlowStep {
  const later = flowSteps.slice(flowSteps.indexOf(step) + 1);
  const steps = stepsOf(draft);
  return later.find((each) => steps.includes(each) && !skip.has(each)) ?? 'test';
}

/** The step before; the first one stays. */
export function stepBefore(draft: ClusterDraft, step: FlowStep): FlowStep {
  const earlier = flowSteps.slice(0, flowSteps.indexOf(step));
  const steps = stepsOf(draft);
  return earlier.reverse().find((each) => steps.includes(each)) ?? step;
}

function hostsText(frontends: ClusterProfile['frontends']): string {
  return frontends
    .map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${String(port)}`)
    .join(', ');
}
