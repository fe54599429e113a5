import * as vscode from 'vscode';
import type { ClusterSummary, ConditionCheck } from '../../shared/api';
import { hostOf } from '../../shared/ids';
import { renderPhrase } from '../../shared/format';
import { problemOf, readOwnRules, usualMinutes, type OwnRule } from '../../shared/ownRules';
import { phrase } from '../../shared/phrase';
import type { PhraseId } from '../../shared/phrases.en';
import { displayText, escapeLinks } from '../views/displayText';
import { say } from '../views/say';
import type { CommandContext } from './commandContext';
import type { CommandHandler } from './commandIds';
import { pickCluster } from './pickCluster';

const setting = 'starrocksOverview.ownRules';

/** Adds a rule to the settings, after each of its conditions was read and judged. */
export function ownRuleCommands(context: CommandContext): Record<'addOwnRule', CommandHandler> {
  return {
    addOwnRule: async (argument) => {
      const summary = await pickCluster(context, argument, 'own.ask.cluster');
      const rule = summary === undefined ? undefined : await askRule(context, summary);
      if (rule === undefined) {
        return false;
      }
      await save(rule);
      void context.dialogs.showInformation('own.saved', { title: rule.title });
      return true;
    },
  };
}

async function askRule(
  context: CommandContext,
  { id, profile }: ClusterSummary,
): Promise<OwnRule | undefined> {
  const title = await ask(context, 'own.ask.title', '', (text) => titleProblem(context, text));
  if (title === undefined) {
    return undefined;
  }
  const check = (text: string) => context.api.checkCondition(id, text);
  const warning = await askCondition(context, 'own.ask.warning', check, true);
  if (warning === undefined) {
    return undefined;
  }
  const critical = await askCondition(context, 'own.ask.critical', check, warning !== '');
  if (critical === undefined) {
    return undefined;
  }
  const rule: OwnRule = {
    title: title.trim(),
    ...(warning === '' ? {} : { warning }),
    ...(critical === '' ? {} : { critical }),
  };
  const minutes = await ask(context, 'own.ask.minutes', `${usualMinutes}`, (text) => {
    const problem = problemOf({ ...rule, forMinutes: text.trim() === '' ? NaN : Number(text) });
    return problem === undefined ? undefined : renderPhrase(problem, context.locale);
  });
  if (minutes === undefined) {
    return undefined;
  }
  const all = say(context.locale, 'own.scope.all');
  const one = say(context.locale, 'own.scope.one', { name: displayText(profile.name, 60) });
  const scope = await vscode.window.showQuickPick([all, one], {
    placeHolder: say(context.locale, 'own.ask.scope'),
  });
  return scope === undefined
    ? undefined
    : {
        ...rule,
        forMinutes: Number(minutes),
        ...(scope === one ? { clusters: [profile.name] } : {}),
      };
}

type Validation = string | vscode.InputBoxValidationMessage | undefined;

async function ask(
  { locale }: CommandContext,
  prompt: PhraseId,
  value: string,
  validate: (text: string) => Validation | Promise<Validation>,
): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: say(locale, 'own.title'),
    prompt: say(locale, prompt),
    value,
    ignoreFocusOut: true,
    validateInput: validate,
  });
}

function titleProblem({ locale }: CommandContext, title: string): string | undefined {
  const isTaken = readOwnRules(savedRules()).rules.some((rule) => rule.title === title.trim());
  const problem = isTaken
    ? phrase('own.problem.taken')
    : problemOf({ title, warning: 'query.qps > 0' });
  return problem === undefined ? undefined : renderPhrase(problem, locale);
}

/** Shows what the condition says at this moment while it is typed; '' = none of this level. */
async function askCondition(
  context: CommandContext,
  prompt: PhraseId,
  check: (text: string) => Promise<ConditionCheck>,
  mayBeEmpty: boolean,
): Promise<string | undefined> {
  const text = await ask(context, prompt, '', async (typed) => {
    if (typed.trim() === '') {
      return mayBeEmpty ? undefined : say(context.locale, 'own.problem.noCondition');
    }
    return told(await check(typed), context);
  });
  return text?.trim();
}

function told(check: ConditionCheck, { locale }: CommandContext): Validation {
  const text = (shown: string) => escapeLinks(displayText(shown, 300));
  if (!check.ok) {
    return text(renderPhrase(check.problem, locale));
  }
  const { now } = check;
  const message = now.known
    ? say(locale, now.met ? 'own.now.met' : 'own.now.notMet', {
        left: now.left,
        right: now.right,
        where: now.node === null ? say(locale, 'own.now.cluster') : hostOf(now.node),
      })
    : say(locale, 'own.now.unknown', { why: phrase(`reason.${now.why}`) });
  return { message: text(message), severity: vscode.InputBoxValidationSeverity.Info };
}

const savedRules = () => vscode.workspace.getConfiguration().get<unknown>(setting);

/** What else stands in the setting stays, also what is wrong. */
async function save(rule: OwnRule): Promise<void> {
  const before = savedRules();
  const rules = [...(Array.isArray(before) ? (before as readonly unknown[]) : []), rule];
  const target = vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration().update(setting, rules, target);
}
