import * as vscode from 'vscode';
import type { StarRocksOverviewApi } from '../../shared/api';
import { renderPhrase, type Locale } from '../../shared/format';
import type { EpochMs } from '../../shared/time';
import { Disconnection } from '../alerts/disconnection';
import { Notices, noticeWishes, type Notice, type NoticeWish } from '../alerts/notices';
import type { Log } from '../log';
import { messageOf } from '../../shared/messageOf';
import type { AlertMemory } from './alertMemory';
import { watched } from './clusterOrder';
import { displayText, escapeLinks } from './displayText';
import { say } from './say';
import { stepDone } from './walkthroughSteps';

type Deps = {
  readonly api: StarRocksOverviewApi;
  readonly locale: Locale;
  readonly log: Log;
  readonly now: () => EpochMs;
  /** Whether this window collects: of several windows only that one speaks. */
  readonly isLeading: () => boolean;
  readonly alerts: AlertMemory;
};

const setting = 'starrocksOverview.notifications';
const mostTitles = 4;

/** Tells of what newly became critical, once, one message for each cluster. */
export class Notifier {
  private readonly deps: Deps;
  private readonly notices = new Notices();
  private readonly disconnection = new Disconnection();
  private readonly subscription: { dispose(): void };
  private work: Promise<void> = Promise.resolve();

  constructor(deps: Deps) {
    this.deps = deps;
    this.subscription = deps.api.onDidChange(() => {
      this.work = this.work.then(() => this.look());
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async look(): Promise<void> {
    const { api, log, now, isLeading } = this.deps;
    try {
      const summaries = watched(await api.listClusters());
      const moment = { now: now(), wish: wish(), marks: this.deps.alerts.marks };
      const notices = this.notices.next(summaries, moment);
      const silent = this.disconnection.next(summaries, moment);
      if (isLeading()) {
        notices.forEach((notice) => void this.tell(notice));
        if (silent !== undefined && moment.wish !== 'off') {
          void this.tellDisconnected(silent);
        }
      }
    } catch (error) {
      log.debug(`Nothing could be told of the clusters: ${messageOf(error)}`);
    }
  }

  /** A warning and no error: "do not disturb" holds back warnings only. */
  private async tell({ id, name, problems }: Notice): Promise<void> {
    const { locale } = this.deps;
    const titles = problems.slice(0, mostTitles).map(({ title }) => renderPhrase(title, locale));
    const more = problems.length - titles.length;
    const text = say(locale, more > 0 ? 'notice.more' : 'notice.text', {
      cluster: displayText(name, 60),
      findings: titles.map((title) => displayText(title, 120)).join('; '),
      more,
    });
    stepDone('noticeShown');
    const show = say(locale, 'notice.show');
    const silence = say(locale, 'notice.silence');
    const never = say(locale, 'notice.never');
    const message = escapeLinks(displayText(text, 600));
    const chosen = await vscode.window.showWarningMessage(message, show, silence, never);
    if (chosen === show) {
      const argument = { clusterId: id, rule: problems[0]?.rule };
      await vscode.commands.executeCommand('starrocksOverview.showClusterOverview', argument);
    } else if (chosen === silence) {
      await this.deps.alerts.silence(id);
    } else if (chosen === never) {
      await neverAgain();
    }
  }

  private async tellDisconnected(clusters: number): Promise<void> {
    const { locale } = this.deps;
    const never = say(locale, 'notice.never');
    const text = say(locale, 'notice.disconnected', { n: clusters });
    if ((await vscode.window.showWarningMessage(text, never)) === never) {
      await neverAgain();
    }
  }
}

async function neverAgain(): Promise<void> {
  const target = vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration().update(setting, 'off', target);
}

function wish(): NoticeWish {
  const wished = vscode.workspace.getConfiguration().get<unknown>(setting);
  return noticeWishes.find((each) => each === wished) ?? 'critical';
}
