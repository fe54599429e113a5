/** Situations a demo cluster can begin in, whatever its profile and scenario. */
import type { ClusterState, EpochMs } from '../truth';
import type { FrontendState } from '../truthFrontends';
import type { ComputeNodeState } from '../truthNodes';
import type { AuditKind } from '../truthQueries';
import { withAuditTable } from './auditTable';
import { withCrowd, type Crowd } from './crowd';
import { happen } from './happen';
import { withHostileNames } from './hostileNames';
import { changeNodes } from './nodes';
import { withLeader } from './stepFrontends';
import { filledDisks, reportOf } from './disks';

export type Situation = {
  /** How many FEs there are, 3 to 9; 3 when left out. */
  readonly frontends?: number;
  /** The last FE is 12,000 journal entries behind and replays half of what comes. */
  readonly laggingFollower?: boolean;
  /** The first FE, the one a client would name, is dead; the second leads. */
  readonly firstFrontendDead?: boolean;
  /** The global time_zone, which is the FE hosts' too; the profile's when left out. */
  readonly timeZone?: string;
  /** The time_zone users get at login, by their property session.time_zone. */
  readonly sessionTimeZone?: string;
  /** Milliseconds by which the clock the cluster reports is ahead (negative: behind). */
  readonly skewMs?: number;
  /** Every SHOW begins with columns nobody knows. */
  readonly unknownColumns?: boolean;
  /** Names, addresses, statements and error texts that attack who shows them. */
  readonly hostileNames?: boolean;
  /** No databases, tables, loads, jobs, people; only the system's own. */
  readonly empty?: boolean;
  /** How the audit log is kept in a table; not at all when left out. */
  readonly audit?: AuditKind;
  /** More databases, tables, sessions and loads than the scenario has. */
  readonly crowd?: Crowd;
};

const BEHIND = 12_000;
/** Their addresses end before those of the nodes begin. */
const MOST = 9;

/** A beginning as the situation has it. Throws for a number of FEs that cannot be. */
export function situated(beginning: ClusterState, situation: Situation): ClusterState {
  let state = withFrontends(beginning, situation.frontends ?? beginning.frontends.length);
  if (situation.empty === true) {
    state = emptied(state);
  }
  if (situation.hostileNames === true) {
    state = withHostileNames(state);
  }
  if (situation.audit !== undefined) {
    state = withAuditTable(state, situation.audit);
  }
  if (situation.crowd !== undefined) {
    state = withCrowd(state, situation.crowd);
  }
  if (situation.firstFrontendDead === true) {
    state = withFirstDead(state);
  }
  if (situation.laggingFollower === true) {
    const last = state.frontends.at(-1)?.name ?? '';
    state = happen(state, { kind: 'replay', node: last, speed: 0.5, behind: BEHIND });
  }
  if (situation.unknownColumns === true) {
    state = happen(state, { kind: 'unknownColumns', shown: true });
  }
  return happen(withSessionZone(state, situation.sessionTimeZone), {
    kind: 'clock',
    skewMs: situation.skewMs ?? state.knobs.skewMs,
  });
}

function withFrontends(state: ClusterState, count: number): ClusterState {
  const [, template] = state.frontends;
  const least = state.frontends.length;
  if (template === undefined || !Number.isInteger(count) || count < least || count > MOST) {
    throw new Error(`there must be ${String(least)} to ${String(MOST)} frontends`);
  }
  const added = Array.from({ length: count - least }, (_, index) =>
    another(template, least + 1 + index),
  );
  return { ...state, frontends: [...state.frontends, ...added] };
}

/** One more follower like a known one, with an address, sessions and connection ids of its own. */
function another(template: FrontendState, id: number): FrontendState {
  const host = template.host.replace(/\d+$/, String(10 + id));
  // Older versions give the same ids on every FE.
  const shift = template.connectionIdBase === 0 ? 0 : (id - template.id) * 0x1_00_00_00;
  return {
    ...template,
    id,
    host,
    name: `${host}_${String(template.editLogPort)}_${String(1_748_736_000_000 + id)}`,
    connectionIdBase: template.connectionIdBase + shift,
    sessions: template.sessions.map((session) => ({
      ...session,
      connectionId: session.connectionId + shift,
    })),
  };
}

function withFirstDead(state: ClusterState): ClusterState {
  const [first, second] = state.frontends;
  return first === undefined || second === undefined
    ? state
    : withLeader(happen(state, { kind: 'kill', node: first.name, noticed: true }), second.name);
}

function emptied(state: ClusterState): ClusterState {
  return {
    ...changeNodes(state, (node) => emptiedNode(node, state.at)),
    inhabitants: 'nobody',
    databases: state.databases.filter((database) => database.system),
    tables: [],
    partitions: [],
    loads: [],
    routineLoads: [],
    materializedViews: [],
    taskRuns: [],
    alterJobs: [],
    transactionsFinished: {},
    frontends: state.frontends.map((frontend) => ({ ...frontend, sessions: [] })),
    knobs: { ...state.knobs, trafficFactor: 0 },
  };
}

function emptiedNode(node: ComputeNodeState, at: EpochMs): ComputeNodeState {
  if (node.storage === null) {
    return { ...node, tabletNum: 0 };
  }
  const storage = { ...node.storage, partitions: {} };
  const disks = filledDisks(node, storage, []);
  return {
    ...node,
    tabletNum: 0,
    disks,
    storage: { ...storage, reported: reportOf(storage, disks, at) },
  };
}

function withSessionZone(state: ClusterState, zone: string | undefined): ClusterState {
  return zone === undefined
    ? state
    : {
        ...state,
        users: state.users.map((user) => ({ ...user, sessionVariables: { time_zone: zone } })),
      };
}
