import * as vscode from 'vscode';
import type { StarRocksOverviewApi, TestStep } from '../../shared/api';
import type { NewCluster } from '../../shared/clusterProfile';
import type { Locale } from '../../shared/format';
import { formatDuration, renderPhrase } from '../../shared/format';
import { messageOf } from '../messageOf';
import { displayText, escapeIcons } from '../views/displayText';
import { say } from '../views/say';

export type TestOutcome = {
  readonly chosen: 'save' | 'back' | 'cancel';
  readonly steps: readonly TestStep[];
};

type Options = {
  readonly api: StarRocksOverviewApi;
  readonly locale: Locale;
  readonly title: string;
  readonly cluster: NewCluster;
  readonly secret: string | undefined;
  /** Offers to save, even when a step failed, and to go back. */
  readonly isNew?: boolean;
};

type Item = vscode.QuickPickItem & { readonly action?: 'save' | 'back' };

const icons: Readonly<Record<TestStep['state'], string>> = {
  running: 'sync~spin',
  ok: 'pass',
  warning: 'warning',
  failed: 'error',
};

/** Tests what is given and shows the steps as they come; closing it ends the test. */
export async function showConnectionTest(options: Options): Promise<TestOutcome> {
  const { api, locale, cluster, secret } = options;
  const pick = vscode.window.createQuickPick<Item>();
  const cancel = new AbortController();
  const steps = new Map<TestStep['step'], TestStep>();
  let problem: string | undefined;
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
  pick.busy = true;
  pick.buttons = options.isNew === true ? [vscode.QuickInputButtons.Back] : [];
  const draw = () => {
    const isOk = problem === undefined && ![...steps.values()].some((s) => s.state === 'failed');
    const saves = options.isNew === true && !pick.busy ? saveItems(locale, isOk) : [];
    pick.items = [
      ...saves,
      ...[...steps.values()].map((step) => stepItem(step, locale)),
      ...(problem === undefined
        ? []
        : [{ label: `$(error) ${escapeIcons(displayText(problem, 200))}` }]),
    ];
  };
  pick.show();
  const run = async () => {
    try {
      for await (const step of api.testConnection(cluster, secret, cancel.signal)) {
        steps.set(step.step, step);
        draw();
      }
    } catch (error) {
      problem = messageOf(error);
    }
    if (!cancel.signal.aborted) {
      pick.busy = false;
      pick.placeholder = say(locale, 'host.test.done');
      draw();
    }
  };
  const testing = run();
  const chosen = await outcome;
  cancel.abort();
  pick.dispose();
  await testing;
  return { chosen, steps: [...steps.values()] };
}

function saveItems(locale: Locale, isOk: boolean): readonly Item[] {
  return [
    isOk
      ? { label: `$(save) ${say(locale, 'host.button.save')}`, action: 'save' }
      : { label: `$(save) ${say(locale, 'host.button.saveAnyway')}`, action: 'save' },
    { label: `$(arrow-left) ${say(locale, 'host.button.back')}`, action: 'back' },
    { label: say(locale, 'host.test.steps'), kind: vscode.QuickPickItemKind.Separator },
  ];
}

function stepItem(step: TestStep, locale: Locale): Item {
  const text = displayText(renderPhrase(step.text, locale), 200);
  return {
    label: `$(${icons[step.state]}) ${escapeIcons(text)}`,
    ...(step.tookMs === undefined ? {} : { description: formatDuration(step.tookMs, locale) }),
    alwaysShow: true,
  };
}
