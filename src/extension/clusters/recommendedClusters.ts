import { randomUUID } from 'node:crypto';
import type { NewCluster } from '../../shared/clusterProfile';
import type { Phrase } from '../../shared/phrase';
import { phrase } from '../../shared/phrase';
import { clusterProfileFromSettings } from './clusterProfileFromSettings';

/** Where a workspace may recommend clusters. */
export const recommendationsFile = '.vscode/starrocks.json';

export const mostRecommendations = 20;
export const longestRecommendations = 64 * 1024;

export type Recommendations = {
  readonly clusters: readonly NewCluster[];
  /** What is wrong with entries that are left out. */
  readonly problems: readonly Phrase[];
};

/** What an entry may say. No password, no file of this machine, nothing that allows changes. */
export const recommendedFields = [
  'name',
  'group',
  'production',
  'frontends',
  'user',
  'tls',
  'http',
  'intervalS',
  'quiet',
  'auditTable',
  'thresholds',
] as const;

/**
 * Reads `{ "clusters": [...] }` of a workspace, text from somebody else: an entry with a field that
 * is not allowed is left out as a whole. A recommended cluster asks for its password.
 */
export function recommendedClusters(text: string): Recommendations {
  let content: unknown;
  try {
    content = text.length > longestRecommendations ? undefined : JSON.parse(text);
  } catch {
    content = undefined;
  }
  const list = fieldsOf(content)?.['clusters'];
  if (!Array.isArray(list) || list.length > mostRecommendations) {
    return { clusters: [], problems: [phrase('clusters.recommended.notList')] };
  }
  const clusters: NewCluster[] = [];
  const problems: Phrase[] = [];
  list.forEach((entry: unknown, index) => {
    const read = readEntry(entry);
    if ('cluster' in read) {
      clusters.push(read.cluster);
    } else {
      const { problem } = read;
      problems.push(phrase('clusters.recommended.problem', { number: index + 1, problem }));
    }
  });
  return { clusters, problems };
}

function readEntry(
  entry: unknown,
): { readonly cluster: NewCluster } | { readonly problem: Phrase } {
  const fields = fieldsOf(entry);
  if (fields === undefined) {
    return { problem: phrase('host.profile.notObject') };
  }
  const allowed: readonly string[] = recommendedFields;
  const extra = Object.keys(fields).find((field) => !allowed.includes(field));
  if (extra !== undefined) {
    return { problem: phrase('clusters.recommended.field', { field: extra }) };
  }
  const parsed = clusterProfileFromSettings({ user: 'root', ...fields, id: randomUUID() });
  if (!parsed.ok) {
    return { problem: parsed.message };
  }
  const { id: _id, ...cluster } = parsed.profile;
  if (cluster.tls.caFile !== undefined || cluster.http.tls?.caFile !== undefined) {
    return { problem: phrase('clusters.recommended.field', { field: 'caFile' }) };
  }
  // Elsewhere a login could be sent to a host that no step of the flow shows.
  const targets = Object.values(cluster.http.addressMap ?? {});
  const isHere = targets.every((target) =>
    /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\]):/.test(target),
  );
  return isHere ? { cluster } : { problem: phrase('clusters.recommended.addressMap') };
}

/** Those that are not configured yet: no cluster has one of their frontends. */
export function notYetConfigured(
  recommended: readonly NewCluster[],
  configured: readonly Pick<NewCluster, 'frontends'>[],
): readonly NewCluster[] {
  const addressesOf = ({ frontends }: Pick<NewCluster, 'frontends'>) =>
    frontends.map(({ host, port }) => `${host.toLowerCase()} ${String(port)}`);
  const known = new Set(configured.flatMap(addressesOf));
  return recommended.filter((cluster) => !addressesOf(cluster).some((each) => known.has(each)));
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { ...value }
    : undefined;
}
