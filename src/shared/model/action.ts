import type { Phrase } from '../phrase';

/** A view, a job or a table by its parts; each becomes a quoted identifier. */
type Named = { readonly database: string; readonly name: string };

/** A session as lists name it: its id counts only on its FE. */
export type SessionTarget = {
  /** Host or name of the FE that has it. */
  readonly frontend: string;
  readonly connectionId: string;
  /** Whose it was when it was chosen: ids are given again. */
  readonly user: string;
};

/** Something that changes a cluster; plain JSON, never SQL. */
export type ClusterAction =
  | {
      readonly kind: 'killQuery';
      readonly queryId: string;
      /** Host of the FE that runs it; null where the version does not say. */
      readonly frontend: string | null;
      readonly connectionId: string;
    }
  | ({ readonly kind: 'killSession' } & SessionTarget)
  /** At most `mostSleepers`; one that works again by then is left alone. */
  | { readonly kind: 'killSleepers'; readonly sessions: readonly SessionTarget[] }
  | { readonly kind: 'cancelCompaction'; readonly txnId: string }
  | {
      readonly kind: 'compact';
      readonly database: string;
      readonly table: string;
      /** Absent = the whole table. */
      readonly partition?: string;
    }
  | ({ readonly kind: 'refreshView' | 'cancelRefresh' | 'activateView' | 'inactivateView' } & Named)
  | ({ readonly kind: 'pauseRoutineLoad' | 'resumeRoutineLoad' } & Named)
  | { readonly kind: 'cancelLoad'; readonly database: string; readonly label: string }
  | {
      readonly kind: 'cancelSchemaChange';
      readonly database: string;
      readonly table: string;
      readonly change: 'COLUMN' | 'ROLLUP' | 'OPTIMIZE';
    };

export type ActionKind = ClusterAction['kind'];

/** A confirmation shows every statement; more than this nobody reads. */
export const mostSleepers = 30;

/** What would be sent, and to whom; nothing has been sent. Or why it cannot be. */
export type ActionPlan =
  | {
      readonly allowed: true;
      readonly kind: ActionKind;
      /** As the profile names it. */
      readonly cluster: string;
      /** What it is about; untrusted text. */
      readonly target: string;
      /** Exactly as they will be sent, in this order. */
      readonly statements: readonly string[];
      /** A production cluster: its name must be typed. */
      readonly typedName: boolean;
    }
  | { readonly allowed: false; readonly why: Phrase };

/** What a person agreed to. */
export type ActionConsent = {
  /** The statements of the plan that was shown: anything else is not sent. */
  readonly statements: readonly string[];
  readonly typedName?: string;
};

export type ActionOutcome = {
  /**
   * `refused`: nothing was sent. `gone`: the target was not there any more, nothing was sent.
   * `done`: accepted and seen. `unconfirmed`: accepted, but what should have ended is still there.
   */
  readonly state: 'refused' | 'gone' | 'failed' | 'done' | 'unconfirmed';
  readonly text: Phrase;
};

const texts: Readonly<Record<ActionKind, readonly string[]>> = {
  killQuery: ['queryId', 'connectionId'],
  killSession: ['frontend', 'connectionId', 'user'],
  killSleepers: [],
  cancelCompaction: ['txnId'],
  compact: ['database', 'table'],
  refreshView: ['database', 'name'],
  cancelRefresh: ['database', 'name'],
  activateView: ['database', 'name'],
  inactivateView: ['database', 'name'],
  pauseRoutineLoad: ['database', 'name'],
  resumeRoutineLoad: ['database', 'name'],
  cancelLoad: ['database', 'label'],
  cancelSchemaChange: ['database', 'table', 'change'],
};

export const actionKinds = Object.keys(texts) as readonly ActionKind[];

/** Whether what came from outside (another window, an extension, a page) is an action. */
export function isClusterAction(value: unknown): value is ClusterAction {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const action = value as Readonly<Record<string, unknown>>;
  const kind = actionKinds.find((each) => each === action['kind']);
  if (kind === undefined || !areTexts(action, texts[kind])) {
    return false;
  }
  switch (kind) {
    case 'killQuery':
      return action['frontend'] === null || isText(action['frontend']);
    case 'killSleepers':
      return isSessions(action['sessions']);
    case 'compact':
      return action['partition'] === undefined || isText(action['partition']);
    case 'cancelSchemaChange':
      return ['COLUMN', 'ROLLUP', 'OPTIMIZE'].includes(String(action['change']));
    default:
      return true;
  }
}

function isSessions(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= mostSleepers &&
    value.every(
      (each: unknown) =>
        typeof each === 'object' &&
        each !== null &&
        areTexts(each as Readonly<Record<string, unknown>>, texts.killSession),
    )
  );
}

function areTexts(value: Readonly<Record<string, unknown>>, fields: readonly string[]): boolean {
  return fields.every((field) => isText(value[field]));
}

/** Never empty: some statements are accepted with an empty target, and do nothing. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
