import { PanelAsks } from '../../../src/extension/views/panelAsks';
import { offeredKinds } from '../../../src/extension/views/offeredActions';
import type { StateMessage } from '../../../src/extension/views/panelFeed';
import { PanelFeed } from '../../../src/extension/views/panelFeed';
import { ShownOverview } from '../../../src/extension/views/shownOverview';
import type { StarRocksOverviewApi } from '../../../src/shared/api';
import type { Locale } from '../../../src/shared/format';
import type { ClusterId } from '../../../src/shared/ids';
import type { ToHost, ToPage } from '../../../src/shared/protocol';
import { isToHost } from '../../../src/shared/protocol';
import type { EpochMs } from '../../../src/shared/time';

/**
 * The host of one page outside of VS Code: what the panel does with its parts, over the same API. It
 * tells the page of changes only when it is asked to, so that a picture or a test is in step.
 */
export class PageHost {
  /** What the page asked for beside its questions. */
  readonly commands: ToHost[] = [];
  /** The states that went to the page. */
  readonly states: StateMessage[] = [];
  private readonly api: StarRocksOverviewApi;
  private readonly cluster: ClusterId | undefined;
  private readonly locale: Locale;
  private readonly send: (message: ToPage) => Promise<void>;
  private readonly asks: PanelAsks;
  private readonly feed = new PanelFeed();
  private readonly shown: ShownOverview;
  private at: EpochMs | undefined;

  /** @param cluster absent = there is none, and the page is that of the first run */
  constructor(parts: {
    readonly api: StarRocksOverviewApi;
    readonly cluster: ClusterId | undefined;
    readonly locale: Locale;
    readonly send: (message: ToPage) => Promise<void>;
  }) {
    this.api = parts.api;
    this.cluster = parts.cluster;
    this.locale = parts.locale;
    this.send = parts.send;
    this.shown = new ShownOverview(parts.api);
    this.asks = new PanelAsks(parts.api, (answer) => {
      void this.post(answer);
    });
  }

  async receive(message: unknown): Promise<void> {
    if (!isToHost(message)) {
      throw new Error(
        `the page sent what the host does not understand: ${JSON.stringify(message)}`,
      );
    }
    switch (message.kind) {
      case 'ready':
        this.at = message.view.at;
        this.feed.reset();
        await this.post({ kind: 'locale', locale: this.locale });
        return this.update();
      case 'view':
        if (message.view.at !== this.at) {
          this.at = message.view.at;
          this.feed.reset();
          return this.update();
        }
        return;
      case 'ask':
        return this.asks.answer(this.cluster, message);
      case 'cancel':
        this.asks.cancel(message.id);
        return;
      case 'act':
      case 'command':
        this.commands.push(message);
        return;
    }
  }

  /** Tells the page what it has not heard yet. */
  async update(): Promise<void> {
    const summaries = await this.api.listClusters();
    const listed = summaries.find(({ id }) => id === this.cluster);
    if (listed === undefined) {
      return this.post({ kind: 'empty' });
    }
    const { header, modules, past } = await this.shown.read(listed.id, this.at);
    const clusters = summaries.map(({ id, profile }) => ({ id, name: profile.name }));
    const actions = past === undefined ? offeredKinds(listed.profile, header) : [];
    for (const message of this.feed.next({ header, modules, past, clusters, actions })) {
      await this.post(message);
    }
  }

  private async post(message: ToPage): Promise<void> {
    if (message.kind === 'state') {
      this.states.push(message);
    }
    await this.send(message);
  }
}
