import type { ClusterProfile } from '../../shared/clusterProfile';
import {
  isClusterAction,
  type ActionConsent,
  type ActionOutcome,
  type ActionPlan,
  type ClusterAction,
} from '../../shared/model/action';
import type { ClusterEvent } from '../../shared/model/trends';
import { phrase, type Phrase } from '../../shared/phrase';
import { messageOf } from '../../shared/messageOf';
import {
  actionSteps,
  type ActionFacts,
  type ActionStep,
  type AnsweredBy,
  type Row,
  type TargetCheck,
} from './actionSteps';

export type Send = (sql: string) => Promise<readonly Row[]>;

/** The cluster, as the gate needs it. */
export type ActionPort = {
  readonly profile: ClusterProfile;
  facts(): ActionFacts;
  /**
   * Gives `talk` a connection of its own, which ends with it, within one deadline. Rejects with what
   * the cluster said.
   */
  converse<T>(by: AnsweredBy, talk: (send: Send) => Promise<T>): Promise<T>;
  /** Takes what was done into the history. */
  note(event: Pick<ClusterEvent, 'kind' | 'detail'>): void;
  wait(ms: number): Promise<void>;
};

/** Before each look: what was killed or cancelled is mostly gone at once, or else in a second or two. */
const looksAfterMs = [100, 300, 900, 1500];

/**
 * The one way to change a cluster. Whoever asks (palette, tree, panel, another window, another
 * extension) comes through here, and here a cluster that is to be read only refuses.
 */
export class ActionGate {
  readonly #port: ActionPort;

  constructor(port: ActionPort) {
    this.#port = port;
  }

  /** What would be sent. Sends nothing. */
  plan(action: ClusterAction): ActionPlan {
    const admitted = this.#admit(action);
    return 'why' in admitted
      ? { allowed: false, why: admitted.why }
      : {
          allowed: true,
          kind: action.kind,
          cluster: this.#port.profile.name,
          target: admitted.target,
          statements: admitted.steps.map(({ sql }) => sql),
          typedName: this.#port.profile.production === true,
        };
  }

  /** Sends what was agreed to, and looks whether it had its effect. */
  async run(action: ClusterAction, consent: ActionConsent): Promise<ActionOutcome> {
    const admitted = this.#admit(action);
    if ('why' in admitted) {
      return { state: 'refused', text: admitted.why };
    }
    const { steps, target } = admitted;
    const { profile } = this.#port;
    if (profile.production === true && consent.typedName !== profile.name) {
      return { state: 'refused', text: phrase('action.why.typedName', { name: profile.name }) };
    }
    if (JSON.stringify(consent.statements) !== JSON.stringify(steps.map(({ sql }) => sql))) {
      return { state: 'refused', text: phrase('action.why.notWhatWasShown') };
    }
    const outcome = await this.#runSteps(steps, target);
    if (outcome.state !== 'gone') {
      const detail = `${action.kind} ${outcome.state}`;
      this.#port.note({ kind: 'action', detail });
    }
    return outcome;
  }

  /** The one place where an action is let through or not. */
  #admit(
    action: unknown,
  ): { readonly why: Phrase } | { readonly steps: readonly ActionStep[]; readonly target: string } {
    if (!isClusterAction(action)) {
      return { why: phrase('action.why.notAnAction') };
    }
    if (this.#port.profile.access !== 'confirm') {
      return { why: phrase('action.why.readOnly', { name: this.#port.profile.name }) };
    }
    return actionSteps(action, this.#port.facts());
  }

  async #runSteps(steps: readonly ActionStep[], target: string): Promise<ActionOutcome> {
    const ends: StepEnd[] = [];
    try {
      for (const step of steps) {
        ends.push(await this.#runStep(step));
      }
    } catch (error) {
      const message = messageOf(error);
      const done = ends.filter((end) => end !== 'gone').length;
      return {
        state: 'failed',
        text:
          done === 0
            ? phrase('action.failed', { target, message })
            : phrase('action.failedPartly', { done, count: steps.length, message }),
      };
    }
    if (ends.every((end) => end === 'gone')) {
      return { state: 'gone', text: phrase('action.gone', { target }) };
    }
    if (ends.includes('unconfirmed')) {
      return { state: 'unconfirmed', text: phrase('action.unconfirmed', { target }) };
    }
    const gone = ends.filter((end) => end === 'gone').length;
    return {
      state: 'done',
      text:
        gone === 0
          ? phrase('action.done', { target })
          : phrase('action.doneBut', { done: ends.length - gone, gone }),
    };
  }

  async #runStep({ sql, by, check }: ActionStep): Promise<StepEnd> {
    return this.#port.converse(by, async (send) => {
      if (check !== undefined && !check.isThere(await send(check.sql))) {
        return 'gone';
      }
      await send(sql);
      return check === undefined || (await this.#isOver(check, send)) ? 'done' : 'unconfirmed';
    });
  }

  /** Once the statement is accepted, a list that cannot be had is no failure of it. */
  async #isOver(check: TargetCheck, send: Send): Promise<boolean> {
    const isThereStill = check.isThereStill ?? check.isThere;
    try {
      for (const ms of looksAfterMs) {
        await this.#port.wait(ms);
        if (!isThereStill(await send(check.sql))) {
          return true;
        }
      }
    } catch {
      return false;
    }
    return false;
  }
}

type StepEnd = 'gone' | 'done' | 'unconfirmed';
