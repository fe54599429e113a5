import * as vscode from 'vscode';
import type { StarRocksOverviewApi, TestStep } from '../../shared/api';
import type { NewCluster } from '../../shared/clusterProfile';
import type { Locale } from '../../shared/format';
import { formatDuration, renderPhrase } from '../../shared/format';
import { messageOf } from '../../shared/messageOf';
import { displayText, escapeIcons } from '../views/displayText';
import { say } from '../views/say';
import type { CurableStep } from './clusterDraft';

export type TestOutcome = {
  /** A step of the flow: back to that very one. */
  readonly chosen: 'save' | 'back' | 'cancel' | { readonly fix: CurableStep };
  readonly steps: readonly TestStep[];
  /** Set when checks were still running as it was saved: they go on, and this is how they end. */
  readonly rest?: Promise<TestReport>;
};

/** Every step as it was reported last; `problem` when the test itself broke off. */
export type TestReport = { readonly steps: readonly TestStep[]; readonly problem?: string };

type Options = {
  readonly api: StarRocksOverviewApi;
  readonly locale: Locale;
  readonly title: string;
  readonly cluster: NewCluster;
  readonly secret: string | undefined;
  /** Offers to save, while checks still run and even when one failed, and to go back. */
  readonly flow?: { readonly stepsToFix: (failed: TestStep) => readonly CurableStep[] };
};

type Item = vscode.QuickPickItem & { readonly action?: TestOutcome['chosen'] };

const icons: Readonly<Record<TestStep['state'], string>> = {
  running: 'sync~spin',
  ok: 'pass',
  warning: 'warning',
  failed: 'error',
};

/**
 * Tests what is given and shows the steps as they come. Closing it ends the test; saving does not, what
 * is still being checked goes on.
 */
export async function showConnectionTest(options: Options): Promise<TestOutcome> {
  const { api, locale, cluster, secret, flow } = options;
  const pick = vscode.window.createQuickPick<Item>();
  const cancel = new AbortController();
  const steps = new Map<string, TestStep>();
  let problem: string | undefined;
  let isDone = false as boolean;
  let isOpen = true;
  const outcome = new Promise<TestOutcome['chosen']>((resolve) => {
    pick.onDidAccept(() => {
      const action = pick.selectedItems[0]?.action;
      if (action !== undefined) {
        resolve(action);
      }
    });
    pick.onDidTriggerButton(() => {
      resolve('back');
    });
    pick.onDidHide(() => {
      resolve('cancel');
    });
  });
  pick.title = options.title;
  pick.placeholder = say(locale, 'host.test.running');
  pick.ignoreFocusOut = true;
  pick.keepScrollPosition = true;
  pick.busy = true;
  pick.buttons = flow === undefined ? [] : [vscode.QuickInputButtons.Back];
  const report = (): TestReport => ({
    steps: [...steps.values()],
    ...(problem === undefined ? {} : { problem }),
  });
  const draw = () => {
    if (!isOpen) {
      return;
    }
    const shown = [...steps.values()];
    const actions =
      flow === undefined ? [] : actionItems({ steps: shown, problem, isDone, locale, ...flow });
    const active = pick.activeItems[0]?.label;
    pick.items = [...actions, ...reportItems(report(), locale)];
    // What Enter does stays the same while steps come in, and is the likeliest cure after a failure.
    const same = pick.items.find(({ action, label }) => action !== undefined && label === active);
    pick.activeItems = [same ?? pick.items[0]].flatMap((item) => item ?? []);
  };
  pick.show();
  const run = async () => {
    try {
      for await (const step of api.testConnection(cluster, secret, cancel.signal)) {
        steps.set(`${step.step} ${step.subject ?? ''}`, step);
        draw();
      }
    } catch (error) {
      problem = messageOf(error);
    }
    isDone = true;
    if (isOpen) {
      pick.busy = false;
      pick.placeholder = say(locale, 'host.test.done');
      draw();
    }
  };
  const testing = run();
  const chosen = await outcome;
  isOpen = false;
  pick.dispose();
  if (chosen === 'save' && !isDone) {
    return { chosen, steps: report().steps, rest: testing.then(report) };
  }
  cancel.abort();
  await testing;
  return { chosen, steps: report().steps };
}

/** All steps of a test that is over, until they are closed. */
export async function showTestReport(
  title: string,
  report: TestReport,
  locale: Locale,
): Promise<void> {
  const placeHolder = say(locale, 'host.test.done');
  const options = { title, placeHolder, ignoreFocusOut: true };
  await vscode.window.showQuickPick([...reportItems(report, locale)], options);
}

function reportItems({ steps, problem }: TestReport, locale: Locale): readonly Item[] {
  return [
    ...steps.map((step) => stepItem(step, locale)),
    ...(problem === undefined
      ? []
      : [{ label: `$(error) ${escapeIcons(displayText(problem, 200))}` }]),
  ];
}

type Shown = {
  readonly steps: readonly TestStep[];
  readonly problem: string | undefined;
  readonly isDone: boolean;
  readonly locale: Locale;
  readonly stepsToFix: (failed: TestStep) => readonly CurableStep[];
};

function actionItems({ steps, problem, isDone, locale, stepsToFix }: Shown): readonly Item[] {
  const failed = steps.filter(({ state }) => state === 'failed');
  const isOk = problem === undefined && failed.length === 0;
  const isIn = steps.some(
    ({ step, state }) => step === 'login' && (state === 'ok' || state === 'warning'),
  );
  // Who is logged in sees first numbers in the overview: nobody has to wait for the last check.
  const id = !isOk
    ? isDone && 'host.button.saveAnyway'
    : isDone
      ? 'host.button.save'
      : isIn && 'host.button.saveNow';
  const fixes = failed.flatMap(stepsToFix).map((fix): Item => ({
    label: `$(edit) ${say(locale, `clusters.fix.${fix}`)}`,
    action: { fix },
  }));
  const actions: readonly Item[] = [
    ...fixes,
    ...(id === false ? [] : [{ label: `$(save) ${say(locale, id)}`, action: 'save' as const }]),
    ...(isDone
      ? [{ label: `$(arrow-left) ${say(locale, 'host.button.back')}`, action: 'back' as const }]
      : []),
  ];
  return actions.length === 0
    ? []
    : [
        ...actions.map((action) => ({ ...action, alwaysShow: true })),
        { label: say(locale, 'host.test.steps'), kind: vscode.QuickPickItemKind.Separator },
      ];
}

/** What is longer than a line goes on below it: the remedy must be readable. */
const lineLength = 72;

function stepItem(step: TestStep, locale: Locale): Item {
  const text = displayText(renderPhrase(step.text, locale), 600);
  const cut = text.length <= lineLength ? text.length : text.lastIndexOf(' ', lineLength);
  const end = cut > 0 ? cut : lineLength;
  const remedy =
    step.remedy === undefined || step.state === 'ok'
      ? ''
      : displayText(renderPhrase(step.remedy, locale), 600);
  const below = [text.slice(end).trim(), remedy].filter((part) => part !== '');
  return {
    label: `$(${icons[step.state]}) ${escapeIcons(text.slice(0, end))}`,
    ...(below.length === 0 ? {} : { detail: escapeIcons(below.join(' ')) }),
    ...(step.tookMs === undefined ? {} : { description: formatDuration(step.tookMs, locale) }),
    alwaysShow: true,
  };
}
