import type { StarRocksOverviewApi } from '../../shared/api';
import type { ClusterProfile, NewCluster } from '../../shared/clusterProfile';
import type { Locale } from '../../shared/format';
import { displayText } from '../views/displayText';
import { say } from '../views/say';
import { showConnectionTest } from './connectionTestView';
import type { StepResult } from './inputSteps';
import { choiceStep, inputStep } from './inputSteps';
import { parseHosts } from './parseHosts';

export type AddedCluster = { readonly cluster: NewCluster; readonly secret?: string };

/** What the person entered so far; it survives going back. */
type Draft = {
  hosts: string;
  user: string;
  password: string;
  keep: Exclude<ClusterProfile['password'], 'none'>;
  name: string;
};

const stepNames = ['hosts', 'user', 'password', 'keep', 'name', 'test'] as const;
type StepName = (typeof stepNames)[number];

/** Asks hosts, user, password, how to keep it, and a name; then tests. Undefined = cancelled. */
export async function addClusterFlow(
  api: StarRocksOverviewApi,
  locale: Locale,
): Promise<AddedCluster | undefined> {
  const draft: Draft = { hosts: '', user: 'root', password: '', keep: 'stored', name: '' };
  let index = 0;
  let direction = 1;
  for (;;) {
    const name = stepNames[index];
    if (name === undefined) {
      return newCluster(draft);
    }
    // Without a password there is nothing to keep.
    if (name === 'keep' && draft.password === '') {
      index += direction;
      continue;
    }
    const result = await runStep(name, draft, api, locale);
    if (result === undefined) {
      return undefined;
    }
    direction = result === 'back' ? -1 : 1;
    index = Math.max(0, index + direction);
  }
}

async function runStep(
  name: StepName,
  draft: Draft,
  api: StarRocksOverviewApi,
  locale: Locale,
): Promise<StepResult<unknown>> {
  const position = {
    title: say(locale, 'host.input.title'),
    step: stepNames.indexOf(name) + 1,
    totalSteps: stepNames.length,
  };
  const notEmpty = (text: string) =>
    text.trim() === '' ? say(locale, 'host.input.empty') : undefined;
  const ask = async (
    field: 'hosts' | 'user' | 'password' | 'name',
    check: (text: string) => string | undefined,
    placeholder?: string,
  ) => {
    const result = await inputStep(position, {
      value: draft[field],
      prompt: say(locale, `host.input.${field}`),
      ...(placeholder === undefined ? {} : { placeholder }),
      isPassword: field === 'password',
      check,
    });
    if (typeof result === 'object') {
      draft[field] = field === 'password' ? result.value : result.value.trim();
    }
    return result;
  };
  switch (name) {
    case 'hosts':
      return ask(
        'hosts',
        (text) => (parseHosts(text) === undefined ? say(locale, 'host.input.badHosts') : undefined),
        'fe1:9030, fe2:9030',
      );
    case 'user':
      return ask('user', notEmpty);
    case 'password':
      return ask('password', () => undefined);
    case 'keep':
      return keepStep(position, draft, locale);
    case 'name':
      draft.name ||= parseHosts(draft.hosts)?.[0]?.host ?? draft.hosts;
      return ask('name', notEmpty);
    case 'test':
      return testStep(position.title, draft, api, locale);
  }
}

async function keepStep(
  position: Parameters<typeof choiceStep>[0],
  draft: Draft,
  locale: Locale,
): Promise<StepResult<unknown>> {
  const choice = (value: Draft['keep']) => ({
    value,
    label: say(locale, `host.input.keep.${value}`),
    detail: say(locale, `host.input.keepDetail.${value}`),
  });
  const result = await choiceStep(position, say(locale, 'host.input.keep'), [
    choice('stored'),
    choice('ask'),
  ]);
  if (typeof result === 'object') {
    draft.keep = result.value;
  }
  return result;
}

async function testStep(
  title: string,
  draft: Draft,
  api: StarRocksOverviewApi,
  locale: Locale,
): Promise<StepResult<unknown>> {
  const { cluster, secret } = newCluster(draft);
  const { chosen } = await showConnectionTest({
    api,
    locale,
    title: `${title}: ${displayText(cluster.name, 40)}`,
    cluster,
    secret,
    isNew: true,
  });
  switch (chosen) {
    case 'save':
      return { value: true };
    case 'back':
      return 'back';
    case 'cancel':
      return undefined;
  }
}

function newCluster(draft: Draft): AddedCluster {
  const isOpen = draft.password === '';
  return {
    cluster: {
      name: draft.name,
      frontends: parseHosts(draft.hosts) ?? [],
      user: draft.user,
      password: isOpen ? 'none' : draft.keep,
      tls: { mode: 'off' },
      http: { mode: 'auto' },
      access: 'read-only',
    },
    ...(isOpen ? {} : { secret: draft.password }),
  };
}
