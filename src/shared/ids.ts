/** Identities used on every boundary. All are plain strings, so they survive JSON unchanged. */

/** UUID of a configured cluster; also the name of its history folder. */
export type ClusterId = string;

/** `fe:<host>:<edit log port>`, `be:<host>:<heartbeat port>` or `cn:<host>:<heartbeat port>`. */
export type NodeId = string;

export type NodeRole = 'fe' | 'be' | 'cn';

export function nodeId(role: NodeRole, host: string, port: number): NodeId {
  return `${role}:${host}:${port}`;
}

/** The role a node id begins with. */
export function roleOf(node: NodeId): NodeRole {
  const role = node.slice(0, 2);
  return role === 'fe' || role === 'be' ? role : 'cn';
}

/** The host part of a node id: what a person calls the node. */
export function hostOf(node: NodeId): string {
  return node.slice(3, node.lastIndexOf(':'));
}

/** What a rule judges besides nodes and the cluster. */
export type JobKind = 'table' | 'routine' | 'db' | 'mv' | 'own';

/** `<kind>:<name>`: names the subject of a problem as a node id does. */
export function jobSubject(kind: JobKind, name: string): string {
  return `${kind}:${name}`;
}

/** Whether what a problem or an event is about is a node. */
export function isNode(subject: string): boolean {
  return /^(fe|be|cn):/.test(subject);
}

/** What a person calls the subject of a problem: a node's host, or the name of a job. */
export function subjectName(subject: string): string {
  return isNode(subject) ? hostOf(subject) : subject.slice(subject.indexOf(':') + 1);
}

/** Everything the collector asks; `collector` is the monitor itself. See docs/architecture.md. */
export type SourceId =
  | 'capabilities'
  | 'clock'
  | 'frontends'
  | 'backends'
  | 'computeNodes'
  | 'feMetrics'
  | 'beMetrics'
  | 'feMetricsSql'
  | 'beMetricsSql'
  | 'runningQueries'
  | 'sessions'
  | 'lakeCompactions'
  | 'partitions'
  | 'localCompactions'
  | 'feConfig'
  | 'beConfig'
  | 'loads'
  | 'streamLoads'
  | 'routineLoads'
  | 'txnDetail'
  | 'alterSweep'
  | 'mvs'
  | 'taskRuns'
  | 'taskSchedules'
  | 'metadata'
  | 'tabletHealth'
  | 'tabletScheduler'
  | 'queue'
  | 'resourceGroups'
  | 'auditTable'
  | 'auditMinutes'
  | 'auditSlow'
  | 'auditTop'
  | 'profileList'
  | 'queryProfile'
  | 'loadErrors'
  | 'warehouses'
  | 'datacache'
  | 'imageAge'
  | 'collector';
