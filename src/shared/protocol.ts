import type { ClusterId } from './ids';
import type { Locale } from './format';
import { isClusterAction, type ActionKind, type ClusterAction } from './model/action';
import { rights, type Right } from './model/limitation';
import type { CauseQuery, CauseReport } from './model/causes';
import type { Days } from './model/days';
import type { KeptFields } from './keptFields';
import type { LiveModuleId, Modules, OverviewHeader, PastMoment } from './model/extendedOverview';
import type { HealthHistory } from './model/healthHistory';
import type { TimeRange, Trend } from './model/trends';
import type {
  DaysQuery,
  Explanation,
  HealthHistoryQuery,
  RowPage,
  RowQuery,
  TableId,
  TrendQuery,
} from './api';
import type { NodeId, SourceId } from './ids';
import { isRuleId, type RuleId } from './thresholds';
import type { EpochMs } from './time';

/** How much room the page has; its style sheet has the same borders. */
export type WidthClass = 'narrow' | 'medium' | 'wide';

/** What is shown in place of the sections. */
export type PageView =
  | { readonly kind: 'node'; readonly node: NodeId }
  | { readonly kind: 'query'; readonly queryId: string };

/** What the panel keeps over reloads and hands back by the serializer. Navigation and UI only. */
export type ViewState = {
  readonly clusterId?: ClusterId;
  readonly timeRange?: TimeRange;
  /** While a chart is zoomed: the range to go back to. */
  readonly zoomedFrom?: TimeRange;
  /** The past moment that is shown; absent = live. The host answers it with `state`. */
  readonly at?: EpochMs;
  /** Sections that the reader folded (true) or opened, by how wide the page was. */
  readonly folds?: Readonly<Partial<Record<WidthClass, Readonly<Record<string, boolean>>>>>;
  /** One node or query; absent = the sections. */
  readonly page?: PageView;
  /** Sections that the reader does not want to see. */
  readonly hidden?: readonly string[];
  readonly sorts?: Readonly<
    Record<string, { readonly column: string; readonly descending: boolean }>
  >;
  /** Whether a stretch that is shown is compared with the one before. */
  readonly causes?: boolean;
  readonly scrollTop?: number;
};

/** Questions of the page; the host answers each with `answer` of the same id. */
export type Ask =
  | { readonly method: 'getTrend'; readonly args: TrendQuery }
  | { readonly method: 'getDays'; readonly args: DaysQuery }
  | {
      readonly method: 'getRows';
      readonly args: { readonly table: TableId; readonly query: RowQuery };
    }
  | { readonly method: 'findCauses'; readonly args: CauseQuery }
  | { readonly method: 'getHealthHistory'; readonly args: HealthHistoryQuery }
  | {
      readonly method: 'explain';
      readonly args: { readonly source: SourceId; readonly node?: NodeId };
    };

export type AnswerOf = {
  getTrend: Trend;
  getDays: Days;
  getRows: RowPage<unknown>;
  getHealthHistory: HealthHistory;
  findCauses: CauseReport;
  explain: Explanation;
};

/** The closed list of commands the page may ask for. */
export const panelCommands = [
  'refresh',
  'pause',
  'resume',
  'testConnection',
  'openLog',
  'addCluster',
  'startDemoCluster',
  'switchCluster',
  'enterPassword',
  'copyGrant',
  'showGrants',
  'showAuditInstall',
  'exportReport',
  'showQuery',
  'showQueryProfile',
  'showLoadErrors',
  'showCauseSql',
] as const;
export type PanelCommand = (typeof panelCommands)[number];

export type ToHost =
  | { readonly kind: 'ready'; readonly view: ViewState }
  | { readonly kind: 'view'; readonly view: ViewState }
  | ({ readonly kind: 'ask'; readonly id: number } & Ask)
  | { readonly kind: 'cancel'; readonly id: number }
  /** To change the cluster that is shown: the host asks the person, and its gate decides. */
  | { readonly kind: 'act'; readonly action: ClusterAction }
  | {
      readonly kind: 'command';
      readonly command: PanelCommand;
      readonly clusterId?: ClusterId;
      /** For `copyGrant`: of which limitation; absent = of all. The text is the host's own. */
      readonly needs?: Right;
      /** For `showQuery` and `showQueryProfile`. */
      readonly queryId?: string;
      /** For `showLoadErrors`. */
      readonly loadId?: string;
      /** For `showCauseSql`: the stretch that is looked into. */
      readonly stretch?: CauseQuery;
    };

export type ToPage =
  | {
      readonly kind: 'state';
      /** Rises by one; a page drops what is not newer than what it shows. */
      readonly seq: number;
      readonly header: OverviewHeader;
      /** Set while the modules are those of a past moment; the header is always that of now. */
      readonly past?: PastMoment;
      /** All on `ready`, later only those whose content changed, without the fields that are kept. */
      readonly modules: Pick<Modules, LiveModuleId>;
      /** Only for a page that has the message before: of `seq - 1`. */
      readonly kept?: KeptFields;
      /** Clusters to switch to. */
      readonly clusters: readonly { readonly id: ClusterId; readonly name: string }[];
      /** Kinds of actions to offer: by access and version. */
      readonly actions: readonly ActionKind[];
    }
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'answer';
      readonly id: number;
      readonly ok: true;
      readonly value: AnswerOf[keyof AnswerOf];
    }
  | { readonly kind: 'answer'; readonly id: number; readonly ok: false; readonly message: string }
  | { readonly kind: 'locale'; readonly locale: Locale }
  /** To go where the figures of this rule are; comes after the modules. */
  | { readonly kind: 'showRule'; readonly rule: RuleId };

const askMethods = [
  'getTrend',
  'getDays',
  'getRows',
  'getHealthHistory',
  'findCauses',
  'explain',
] as const satisfies readonly Ask['method'][];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isStretch = (stretch: unknown): boolean =>
  isRecord(stretch) && Number.isSafeInteger(stretch['from']) && Number.isSafeInteger(stretch['to']);

const isView = (view: unknown): boolean =>
  isRecord(view) && (view['at'] === undefined || Number.isSafeInteger(view['at']));

/** Whether an incoming message has a shape the host may act on. */
export function isToHost(message: unknown): message is ToHost {
  if (!isRecord(message)) {
    return false;
  }
  switch (message['kind']) {
    case 'ready':
    case 'view':
      return isView(message['view']);
    case 'ask':
      return (
        Number.isSafeInteger(message['id']) &&
        (askMethods as readonly unknown[]).includes(message['method']) &&
        isRecord(message['args'])
      );
    case 'cancel':
      return Number.isSafeInteger(message['id']);
    case 'act':
      return isClusterAction(message['action']);
    case 'command':
      return (
        (panelCommands as readonly unknown[]).includes(message['command']) &&
        (message['stretch'] === undefined || isStretch(message['stretch'])) &&
        (message['queryId'] === undefined || typeof message['queryId'] === 'string') &&
        (message['loadId'] === undefined || typeof message['loadId'] === 'string') &&
        (message['needs'] === undefined ||
          (rights as readonly unknown[]).includes(message['needs']))
      );
    default:
      return false;
  }
}

/** Whether an incoming message has a shape the page may show. */
export function isToPage(message: unknown): message is ToPage {
  if (!isRecord(message)) {
    return false;
  }
  switch (message['kind']) {
    case 'state':
      return (
        Number.isSafeInteger(message['seq']) &&
        isRecord(message['header']) &&
        isRecord(message['modules'])
      );
    case 'answer':
      return Number.isSafeInteger(message['id']) && typeof message['ok'] === 'boolean';
    case 'empty':
      return true;
    case 'locale':
      return typeof message['locale'] === 'string';
    case 'showRule':
      return isRuleId(message['rule']);
    default:
      return false;
  }
}
