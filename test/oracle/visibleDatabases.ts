/** Which databases there are besides the system's own, and of which the user's rights let rows through. */
import type { ClusterState } from '../../src/demo/truth';
import type { DatabaseState } from '../../src/demo/truthData';
import type { Situation } from './situation';

export const ownDatabases = ({ databases }: ClusterState): readonly DatabaseState[] =>
  databases.filter(({ name }) => name !== 'information_schema' && name !== 'sys');

export const seesDatabase = ({ user }: Situation, database: string): boolean =>
  user.databases === 'all' || user.databases.includes(database);
