/** The running cluster: its clock, its present state and the states of the last minutes. */
import type { Happening } from '../faults';
import type { ClockTruth, ClusterState, EpochMs, SessionState, Truth } from '../truth';
import type { FrontendState } from '../truthFrontends';
import { happen } from './happen';
import { initialState, type Beginning } from './initial';
import { QueryLog } from './queryLog';
import { situated, type Situation } from './situation';
import { step } from './step';
import { countByUser } from './stepSessions';

const KEEP_MS = 16 * 60_000;
/** More are only kept for a second or two: a flood of statements must not eat the memory. */
const KEEP_STATES = 20_000;

export type ClockOptions = {
  /** Virtual seconds per real second; 0 = driven by `advance`. */
  readonly rate: number;
};

export class World {
  /** What ended lately, one by one. */
  readonly queries: QueryLog;
  private readonly states: ClusterState[] = [];
  private readonly listeners = new Set<() => void>();
  private rate: number;
  /** The pair of moments at which virtual and real time were last tied together. */
  private anchor: { readonly real: number; readonly virtual: EpochMs };

  constructor(
    beginning: Omit<Beginning, 'begun'>,
    now: EpochMs,
    warmUpMs: number,
    clock: ClockOptions,
    situation: Situation = {},
  ) {
    const begun = Math.floor((now - warmUpMs) / 1000) * 1000;
    this.queries = new QueryLog(situation.audit);
    this.states.push(situated(initialState({ ...beginning, begun }), situation));
    this.rate = clock.rate;
    this.anchor = { real: performance.now(), virtual: now };
    this.catchUp();
  }

  /** Virtual time. */
  now(): EpochMs {
    return Math.floor(this.anchor.virtual + (performance.now() - this.anchor.real) * this.rate);
  }

  /** The state now. */
  get state(): ClusterState {
    this.catchUp();
    return this.current();
  }

  /** Runs the clock forward by hand (also while it runs by itself). */
  advance(ms: number): void {
    this.anchor = { real: performance.now(), virtual: this.now() + ms };
    this.catchUp();
  }

  setRate(rate: number): void {
    this.anchor = { real: performance.now(), virtual: this.now() };
    this.rate = rate;
  }

  happen(happening: Happening): void {
    this.change((state) => happen(state, happening));
  }

  /** Called whenever time went on or something happened. */
  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Replaces the state by a changed one, at the virtual now. */
  change(how: (state: ClusterState) => ClusterState): void {
    const before = this.state;
    const after = how(before);
    if (after !== before) {
      this.states.push({ ...after, at: Math.max(before.at, this.now()) });
      this.tell();
    }
  }

  /** Changes one FE. */
  changeFrontend(name: string, how: (frontend: FrontendState) => FrontendState): void {
    this.change((state) => ({
      ...state,
      frontends: state.frontends.map((frontend) =>
        frontend.name === name ? how(frontend) : frontend,
      ),
    }));
  }

  /** Changes the session list of one FE, and the connection counts with it. */
  changeSessions(
    name: string,
    how: (sessions: readonly SessionState[]) => readonly SessionState[],
  ): void {
    this.changeFrontend(name, (frontend) => {
      const sessions = how(frontend.sessions);
      return {
        ...frontend,
        sessions,
        connectionsByUser: countByUser(frontend.connectionsByUser, sessions),
      };
    });
  }

  /** The truth now, or at a moment of the last minutes (the nearest known one). */
  truth(at?: EpochMs): Truth {
    const state = this.state;
    return { ...(at === undefined ? state : this.stateAt(at)), clock: this.clock() };
  }

  /** The state up to which an FE has replayed the journal; the oldest known one at most. */
  replayed(frontend: FrontendState): ClusterState {
    const now = this.current();
    const written = (state: ClusterState): number =>
      Math.max(...state.frontends.map((fe) => fe.maxJournalId));
    return frontend.role === 'LEADER' || frontend.replayedLive >= written(now)
      ? now
      : (this.states.findLast((state) => written(state) <= frontend.replayedLive) ??
          this.states[0] ??
          now);
  }

  clock(): ClockTruth {
    return {
      now: this.now(),
      oldest: this.states[0]?.at ?? this.now(),
      rate: this.rate,
      skewMs: this.current().knobs.skewMs,
    };
  }

  private stateAt(at: EpochMs): ClusterState {
    let low = 0;
    let high = this.states.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const candidate = this.states[middle];
      if (candidate !== undefined && candidate.at <= at) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return this.states[low] ?? this.current();
  }

  private current(): ClusterState {
    const last = this.states.at(-1);
    if (last === undefined) {
      throw new Error('a world has at least its first state');
    }
    return last;
  }

  private catchUp(): void {
    const now = this.now();
    let moved = false;
    for (
      let state = this.current();
      state.at + 1000 <= now || Math.floor(state.at / 1000) < Math.floor(now / 1000);
    ) {
      const before = state;
      state = step(before);
      this.queries.note(before, state);
      this.states.push(state);
      moved = true;
    }
    if (moved) {
      const oldest = now - KEEP_MS;
      const surplus = Math.max(
        this.states.findIndex((state) => state.at >= oldest),
        this.states.length - KEEP_STATES,
      );
      if (surplus > 0) {
        this.states.splice(0, surplus);
      }
      this.tell();
    }
  }

  private tell(): void {
    for (const listener of this.listeners) {
      listener();
    }
  }
}
