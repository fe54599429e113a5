import { batch, computed, signal } from '@preact/signals';
import type { ReadonlySignal, Signal } from '@preact/signals';
import type {
  LiveModuleId,
  ModuleMap,
  OverviewHeader,
  PastMoment,
} from '../shared/model/extendedOverview';
import { liveModuleIds } from '../shared/model/extendedOverview';
import type { ClusterAction } from '../shared/model/action';
import type { CauseQuery } from '../shared/model/causes';
import type { Right } from '../shared/model/limitation';
import type { Problem } from '../shared/model/problem';
import type { TimeRange } from '../shared/model/trends';
import type {
  AnswerOf,
  Ask,
  PageView,
  PanelCommand,
  ToHost,
  ToPage,
  ViewState,
  WidthClass,
} from '../shared/protocol';
import { isToPage } from '../shared/protocol';
import type { Reading } from '../shared/reading';
import type { ClusterId } from '../shared/ids';
import type { RuleId } from '../shared/thresholds';
import type { EpochMs } from '../shared/time';
import { minuteMs, secondMs } from '../shared/time';
import { rangeAt } from '../shared/timeRange';
import type { Bridge } from './bridge';
import { withKeptFields, type Kept } from '../shared/keptFields';
import { locale } from './text';
import { withFold, withHidden } from './view/sectionState';

type StateMessage = Extract<ToPage, { kind: 'state' }>;
type AnswerMessage = Extract<ToPage, { kind: 'answer' }>;
type CommandMessage = Extract<ToHost, { kind: 'command' }>;
export type ModuleSignals = {
  readonly [M in LiveModuleId]: Signal<Reading<ModuleMap[M]> | undefined>;
};

type Pending = {
  readonly resolve: (value: AnswerOf[keyof AnswerOf]) => void;
  readonly reject: (error: Error) => void;
};

/** What is shown of a problem after its begin, and before: what causes it may come earlier. */
const aroundBeginMs = 10 * minuteMs;
const leadMs = 5 * minuteMs;

/**
 * Everything the page knows, as signals, and every message in and out. A message of the host tells
 * what changed since the one before; when that is missing the page asks for everything.
 */
export class PanelStore {
  /** Whose figures the host wants shown; whoever shows them takes it away. */
  readonly wantedRule = signal<RuleId | undefined>(undefined);
  /** `connecting` until the host's first word; `empty` when there is no cluster to show. */
  readonly phase = signal<'connecting' | 'empty' | 'shown'>('connecting');
  readonly header = signal<OverviewHeader | undefined>(undefined);
  readonly modules: ModuleSignals = {
    health: signal(undefined),
    kpis: signal(undefined),
    resources: signal(undefined),
    nodes: signal(undefined),
    compaction: signal(undefined),
    sessions: signal(undefined),
    runningQueries: signal(undefined),
    networkIo: signal(undefined),
    loads: signal(undefined),
    transactions: signal(undefined),
    materializedViews: signal(undefined),
    schemaChanges: signal(undefined),
    dataStatistics: signal(undefined),
    tabletHealth: signal(undefined),
    queryQueue: signal(undefined),
    resourceGroups: signal(undefined),
    capacity: signal(undefined),
    slowQueries: signal(undefined),
    queryTop: signal(undefined),
    warehouses: signal(undefined),
    cache: signal(undefined),
    collectorCost: signal(undefined),
  };
  /** Set while the modules are those of a past moment. */
  readonly past = signal<PastMoment | undefined>(undefined);
  readonly clusters = signal<StateMessage['clusters']>([]);
  /** Kinds of actions that rows offer. */
  readonly actions = signal<StateMessage['actions']>([]);
  readonly seq = signal(0);
  readonly view: Signal<ViewState>;
  /** The host's clock, moved on by `tick`; ages are counted from it. */
  readonly now: Signal<EpochMs>;
  /** The moment that the modules tell of: ages and durations are counted up to it. */
  readonly shownAt: ReadonlySignal<EpochMs> = computed(
    () => this.past.value?.askedAt ?? this.now.value,
  );
  /** Problems that are open now, worst first; empty while health is unknown. */
  readonly problems: ReadonlySignal<readonly Problem[]> = computed(() => {
    const health = this.modules.health.value;
    return health?.known === true ? health.value.problems : [];
  });
  /** How much room the page has; says which folds hold. */
  readonly widthClass = signal<WidthClass>('wide');
  // Parts of the view apart: who shows one is not drawn again when the reader scrolls.
  readonly timeRange: ReadonlySignal<TimeRange> = computed(() => this.view.value.timeRange ?? '1h');
  readonly page = computed(() => this.view.value.page);
  readonly hidden = computed(() => this.view.value.hidden);
  readonly sorts = computed(() => this.view.value.sorts);

  readonly #bridge: Bridge;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  /** The collector's clock at the last message, ours at that moment, and how fast its one runs. */
  #clock = { theirs: 0, ours: 0, scale: 1 };

  constructor(bridge: Bridge, now: EpochMs) {
    this.#bridge = bridge;
    this.view = signal(bridge.getState() ?? {});
    this.now = signal(now);
    this.#clock = { theirs: now, ours: now, scale: 1 };
  }

  /** Tells the host that the page listens; until then the host sends nothing. */
  ready(): void {
    this.#bridge.post({ kind: 'ready', view: this.view.value });
  }

  /** `ours` is this machine's clock. */
  receive(message: unknown, ours: EpochMs): void {
    if (!isToPage(message)) {
      return;
    }
    switch (message.kind) {
      case 'state':
        this.#show(message, ours);
        return;
      case 'empty':
        batch(() => {
          this.phase.value = 'empty';
          this.header.value = undefined;
        });
        return;
      case 'locale':
        locale.value = message.locale;
        return;
      case 'showRule':
        this.wantedRule.value = message.rule;
        return;
      case 'answer':
        this.#answered(message);
        return;
    }
  }

  /** Asks the host; aborting cancels the question there and rejects here. */
  ask<M extends Ask['method']>(
    question: Extract<Ask, { method: M }>,
    signal: AbortSignal,
  ): Promise<AnswerOf[M]> {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(new Error('cancelled'));
        return;
      }
      const onAbort = () => {
        this.#pending.delete(id);
        this.#bridge.post({ kind: 'cancel', id });
        reject(new Error('cancelled'));
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#pending.set(id, {
        resolve: (value) => {
          signal.removeEventListener('abort', onAbort);
          // The host answers a question in its own shape; the id ties the two together.
          resolve(value as AnswerOf[M]);
        },
        reject: (error) => {
          signal.removeEventListener('abort', onAbort);
          reject(error);
        },
      });
      this.#bridge.post({ kind: 'ask', id, ...question });
    });
  }

  command(command: PanelCommand, clusterId?: ClusterId): void {
    this.#command({ command, ...(clusterId === undefined ? {} : { clusterId }) });
  }

  /** Asks the host to open statements about what changed in a stretch. */
  openCauseSql(stretch: CauseQuery): void {
    this.#command({ command: 'showCauseSql', stretch });
  }

  /** Asks the host to open what it knows of a query as a document. */
  openQuery(queryId: string): void {
    this.#command({ command: 'showQuery', queryId });
  }

  /** Asks the host to open the profile of a query as a document. */
  openProfile(queryId: string): void {
    this.#command({ command: 'showQueryProfile', queryId });
  }

  /** Asks the host to open the rows that a load rejected as a document. */
  openLoadErrors(loadId: string): void {
    this.#command({ command: 'showLoadErrors', loadId });
  }

  /** Asks the host to change the cluster: it asks the person first. */
  act(action: ClusterAction): void {
    this.#bridge.post({ kind: 'act', action });
  }

  /** Asks the host to copy the statements of one limitation, or of all. */
  copyGrant(needs?: Right): void {
    this.#command({ command: 'copyGrant', ...(needs === undefined ? {} : { needs }) });
  }

  /** Of the cluster that is shown, unless another is named. */
  #command(message: Omit<CommandMessage, 'kind'>): void {
    const clusterId = this.header.value?.clusterId;
    this.#bridge.post({
      kind: 'command',
      ...(clusterId === undefined ? {} : { clusterId }),
      ...message,
    });
  }

  /** Keeps what the reader chose, here and at the host. */
  updateView(patch: Partial<ViewState>): void {
    this.#keepView({ ...this.view.value, ...patch });
  }

  #keepView(view: ViewState): void {
    this.view.value = view;
    this.#bridge.setState(view);
    this.#bridge.post({ kind: 'view', view });
  }

  /** Shows a stretch of the range; the first zoom remembers where to go back to. */
  zoomTo(range: { readonly from: EpochMs; readonly to: EpochMs }): void {
    const zoomedFrom = this.view.value.zoomedFrom ?? this.timeRange.value;
    this.updateView({ timeRange: range, zoomedFrom });
  }

  /** Shows a range that moves with the clock, or the one from before the zoom. */
  showRange(range: TimeRange | undefined = this.view.value.zoomedFrom): void {
    if (range === undefined) {
      return;
    }
    const { zoomedFrom: _before, ...view } = this.view.value;
    this.#keepView({ ...view, timeRange: range });
  }

  /** Shows what changed around the begin of a problem: the charts of it, and its suspects. */
  explainFrom(since: EpochMs): void {
    const to = Math.min(this.shownAt.peek(), since + aroundBeginMs);
    this.zoomTo({ from: Math.round(to - aroundBeginMs - leadMs), to: Math.round(to) });
    this.updateView({ causes: true });
  }

  /**
   * Shows every module as it was at a moment, and the charts around it if they do not reach it; the
   * newest moment is the live one.
   */
  showMoment(at: EpochMs): void {
    const now = this.now.peek();
    const header = this.header.peek();
    const newest = header?.lastRoundAt ?? now;
    if (header === undefined || at >= newest - header.intervalS * secondMs) {
      this.showLive();
      return;
    }
    const range = this.timeRange.peek();
    const { from, to } = rangeAt(range, now);
    this.updateView({ at });
    if (at < from || at >= to) {
      const end = Math.min(now, at + (to - from) / 2);
      this.zoomTo({ from: Math.round(end - (to - from)), to: Math.round(end) });
    }
  }

  /** Back from a past moment, and from the stretch of charts that was opened for it. */
  showLive(): void {
    const { at, ...view } = this.view.value;
    if (at !== undefined) {
      this.#keepView(view);
      this.showRange();
    }
  }

  openPage(page: PageView): void {
    this.updateView({ page });
  }

  /** Back to the sections. */
  closePage(): void {
    const { page, ...view } = this.view.value;
    if (page !== undefined) {
      this.#keepView(view);
    }
  }

  /** Folds or opens a section, at the width that the page has. */
  fold(section: string, folded: boolean): void {
    this.updateView(withFold(this.view.value, this.widthClass.value, section, folded));
  }

  /** Back to the sections, with this one neither hidden nor folded. */
  reveal(section: string): void {
    const { page: _left, ...view } = this.view.value;
    this.#keepView({
      ...view,
      ...withHidden(view, section, false),
      ...withFold(view, this.widthClass.value, section, false),
    });
  }

  hide(section: string, hide: boolean): void {
    this.updateView(withHidden(this.view.value, section, hide));
  }

  /** Moves the clock that ages are counted from; `ours` is this machine's clock. */
  tick(ours: EpochMs): void {
    const { theirs, scale } = this.#clock;
    this.now.value = theirs + (ours - this.#clock.ours) * scale;
  }

  #show(message: StateMessage, ours: EpochMs): void {
    const otherCluster = message.header.clusterId !== this.header.value?.clusterId;
    if (!otherCluster && message.seq <= this.seq.value) {
      return;
    }
    const otherMoment = message.past?.askedAt !== this.past.value?.askedAt;
    const isNext = !otherCluster && !otherMoment && message.seq === this.seq.value + 1;
    if (message.kept !== undefined && !isNext) {
      // It tells only what changed since a message that did not arrive.
      this.ready();
      return;
    }
    batch(() => {
      if (otherCluster || otherMoment) {
        for (const id of liveModuleIds) {
          this.modules[id].value = undefined;
        }
      }
      this.phase.value = 'shown';
      if (otherMoment || message.past?.stored?.at !== this.past.value?.stored?.at) {
        this.past.value = message.past;
      }
      this.header.value = message.header;
      this.clusters.value = message.clusters;
      if (message.actions.join() !== this.actions.value.join()) {
        this.actions.value = message.actions;
      }
      this.seq.value = message.seq;
      for (const id of liveModuleIds) {
        this.#take(id, message.modules[id], message.kept?.[id]);
      }
      this.#clock = { theirs: message.header.now, ours, scale: message.header.timeScale };
      this.now.value = message.header.now;
    });
    const { clusterId, at: _ofAnother, page: _too, ...view } = this.view.value;
    if (clusterId === undefined) {
      this.updateView({ clusterId: message.header.clusterId });
    } else if (clusterId !== message.header.clusterId) {
      this.#keepView({ ...view, clusterId: message.header.clusterId });
    }
  }

  #take<M extends LiveModuleId>(
    id: M,
    told: Reading<ModuleMap[M]> | undefined,
    kept: Kept | undefined,
  ): void {
    if (told !== undefined) {
      const target: Signal<Reading<ModuleMap[M]> | undefined> = this.modules[id];
      target.value = withKeptFields(told, target.value, kept);
    }
  }

  #answered(message: AnswerMessage): void {
    const pending = this.#pending.get(message.id);
    if (pending === undefined) {
      return;
    }
    this.#pending.delete(message.id);
    if (message.ok) {
      pending.resolve(message.value);
    } else {
      pending.reject(new Error(message.message));
    }
  }
}
