import * as vscode from 'vscode';
import type { TestStep } from '../../shared/api';
import type { Locale } from '../../shared/format';
import type { Dialogs } from '../views/dialogs';
import { displayText } from '../views/displayText';
import { say } from '../views/say';
import { showTestReport, type TestReport } from './connectionTestView';

/** Tells of the checks that were still running when a cluster was saved: that they go on, and how they end. */
export async function showRemainingChecks(
  { dialogs, locale }: { readonly dialogs: Dialogs; readonly locale: Locale },
  cluster: string,
  rest: Promise<TestReport>,
): Promise<void> {
  const name = displayText(cluster, 60);
  const report = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: say(locale, 'host.progress.checks', { name }),
    },
    () => rest,
  );
  const { steps, problem } = report;
  const count = (state: TestStep['state']) => steps.filter((step) => step.state === state).length;
  const [failed, warnings] = [count('failed'), count('warning')];
  const isGood = problem === undefined && failed + warnings === 0;
  const text = isGood
    ? say(locale, 'host.test.restOk', { name })
    : (problem ?? say(locale, 'host.test.restFound', { name, failed, warnings }));
  if (await dialogs.offerOutcome(text, isGood, say(locale, 'host.button.showChecks'))) {
    await showTestReport(say(locale, 'host.test.title', { name }), report, locale);
  }
}
