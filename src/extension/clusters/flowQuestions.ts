import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Locale } from '../../shared/format';
import type { PhraseId } from '../../shared/phrases.en';
import { displayText, escapeIcons } from '../views/displayText';
import { say } from '../views/say';
import type { ClusterDraft, FlowStep } from './clusterDraft';
import { takePasted } from './clusterDraft';
import type { Position, StepResult } from './inputSteps';
import { choiceStep, inputStep } from './inputSteps';
import type { PastedConnection } from './pastedConnection';
import { pastedConnection } from './pastedConnection';

type Context = {
  readonly locale: Locale;
  readonly draft: ClusterDraft;
  readonly groups: readonly string[];
};

/** Asks one step and puts the answer into the draft. */
export function askStep(
  step: Exclude<FlowStep, 'test'>,
  position: Position,
  context: Context,
): Promise<StepResult<unknown>> {
  const { draft, locale } = context;
  switch (step) {
    case 'hosts':
      return askHosts(position, context);
    case 'user':
      return askText(position, context, 'user', 'host.input.user');
    case 'keep':
      return askKeep(position, context);
    case 'password':
      return askText(position, context, 'password', 'host.input.password');
    case 'tls':
      return askTls(position, context);
    case 'login':
      return askLogin(position, context);
    case 'name':
      draft.name ||= pastedConnection(draft.hosts)?.frontends[0]?.host ?? '';
      return askText(position, context, 'name', 'host.input.name');
    case 'group':
      return askGroup(position, context);
    case 'production':
      return askYesNo(position, 'clusters.production', draft.production, locale, (yes) => {
        draft.production = yes;
      });
  }
}

async function askText(
  position: Position,
  { draft, locale }: Context,
  field: 'user' | 'password' | 'name' | 'group',
  prompt: PhraseId,
): Promise<StepResult<string>> {
  const isPassword = field === 'password';
  const result = await inputStep(position, {
    value: draft[field],
    prompt: say(locale, prompt),
    isPassword,
    check: (text) =>
      field !== 'group' && text.trim() === '' ? say(locale, 'host.input.empty') : undefined,
  });
  if (typeof result === 'object') {
    draft[field] = isPassword ? result.value : result.value.trim();
  }
  return result;
}

async function askHosts(
  position: Position,
  { draft, locale }: Context,
): Promise<StepResult<string>> {
  const result = await inputStep(position, {
    value: draft.hosts,
    prompt: say(locale, 'host.input.hosts'),
    placeholder: 'fe1:9030, fe2:9030',
    check: (text) =>
      pastedConnection(text) === undefined ? say(locale, 'host.input.badHosts') : undefined,
    understood: (text) => {
      const found = pastedConnection(text);
      return found === undefined ? undefined : understood(found, locale);
    },
  });
  const found = typeof result === 'object' ? pastedConnection(result.value) : undefined;
  if (found !== undefined) {
    takePasted(draft, found);
  }
  return result;
}

/** What was found beside the addresses; the password itself is never shown. */
function understood(found: PastedConnection, locale: Locale): string | undefined {
  const parts = [
    ...(found.user === undefined
      ? []
      : [say(locale, 'clusters.found.user', { user: displayText(found.user, 40) })]),
    ...(found.password === undefined ? [] : [say(locale, 'clusters.found.password')]),
    ...(found.tls === undefined ? [] : [say(locale, `clusters.tls.${found.tls.mode}`)]),
  ];
  return parts.length === 0
    ? undefined
    : say(locale, 'clusters.found', { parts: parts.join(', '), count: found.frontends.length });
}

async function askKeep(position: Position, { draft, locale }: Context) {
  const choice = (value: ClusterDraft['keep']) => ({
    value,
    label: say(locale, `host.input.keep.${value}`),
    detail: say(locale, `host.input.keepDetail.${value}`),
  });
  const choices = [choice('stored'), choice('ask'), choice('none')];
  const result = await choiceStep(position, say(locale, 'host.input.keep'), choices, draft.keep);
  if (typeof result === 'object') {
    draft.keep = result.value;
  }
  return result;
}

/** The CA file is picked as part of this step: closing the file dialog stays here. */
async function askTls(position: Position, { draft, locale }: Context) {
  const { caFile } = draft.tls;
  const choice = (value: 'off' | 'verify' | 'no-verify') => ({
    value,
    label: `${value === 'no-verify' ? '$(warning) ' : ''}${say(locale, `clusters.tls.${value}`)}`,
    detail: say(locale, `clusters.tlsDetail.${value}`),
  });
  const withFile = { value: 'pick', label: say(locale, 'clusters.tls.pick') } as const;
  const known = {
    value: 'caFile',
    label: say(locale, 'clusters.tls.caFile', { file: escapeIcons(path.basename(caFile ?? '')) }),
    detail: caFile ?? '',
  } as const;
  for (;;) {
    const result = await choiceStep(
      position,
      say(locale, 'clusters.tls'),
      [
        choice('off'),
        choice('verify'),
        ...(caFile === undefined ? [] : [known]),
        withFile,
        choice('no-verify'),
      ],
      draft.tls.mode === 'verify' && caFile !== undefined ? 'caFile' : draft.tls.mode,
    );
    if (typeof result !== 'object') {
      return result;
    }
    switch (result.value) {
      case 'caFile':
        draft.tls = { mode: 'verify', ...(caFile === undefined ? {} : { caFile }) };
        return result;
      case 'pick': {
        const picked = await pickCaFile(locale);
        if (picked === undefined) {
          continue;
        }
        draft.tls = { mode: 'verify', caFile: picked };
        return result;
      }
      default:
        draft.tls = { mode: result.value };
        return result;
    }
  }
}

async function pickCaFile(locale: Locale): Promise<string | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: say(locale, 'clusters.tls.pickTitle'),
    canSelectMany: false,
    filters: { [say(locale, 'clusters.tls.pem')]: ['pem', 'crt', 'cer', 'ca'] },
  });
  return picked?.[0]?.fsPath;
}

function askLogin(position: Position, { draft, locale }: Context) {
  return askYesNo(position, 'clusters.login', draft.cleartextPassword, locale, (yes) => {
    draft.cleartextPassword = yes;
  });
}

async function askYesNo(
  position: Position,
  question: 'clusters.login' | 'clusters.production',
  current: boolean,
  locale: Locale,
  take: (yes: boolean) => void,
): Promise<StepResult<unknown>> {
  const choice = (value: 'no' | 'yes') => ({
    value,
    label: say(locale, `${question}.${value}`),
    detail: say(locale, `${question}Detail.${value}`),
  });
  const result = await choiceStep(
    position,
    say(locale, question),
    [choice('no'), choice('yes')],
    current ? 'yes' : 'no',
  );
  if (typeof result === 'object') {
    take(result.value === 'yes');
  }
  return result;
}

/** Groups there are, none, or a new one to be typed. */
async function askGroup(position: Position, context: Context): Promise<StepResult<unknown>> {
  const { draft, locale, groups } = context;
  const known = [...new Set([...groups, draft.group])].filter((group) => group !== '').sort();
  if (known.length === 0) {
    return askText(position, context, 'group', 'clusters.group.type');
  }
  const result = await choiceStep(
    position,
    say(locale, 'clusters.group'),
    [
      { value: 'none', label: say(locale, 'clusters.group.none') },
      ...known.map((group) => ({
        value: `is ${group}`,
        label: escapeIcons(displayText(group, 60)),
      })),
      { value: 'new', label: say(locale, 'clusters.group.new') },
    ],
    draft.group === '' ? 'none' : `is ${draft.group}`,
  );
  if (typeof result !== 'object') {
    return result;
  }
  if (result.value === 'new') {
    const typed = await askText(position, context, 'group', 'clusters.group.type');
    return typed === 'back' ? askGroup(position, context) : typed;
  }
  draft.group = result.value === 'none' ? '' : result.value.slice('is '.length);
  return result;
}
