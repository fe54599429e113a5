/** Which databases there are besides the system's own, and of which the user's rights let rows through. */
import type { ClusterState } from '../../src/demo/truth';
import type { DatabaseState } from '../../src/demo/truthData';
import type { Situation } from './situation';

export const isCreated = ({ name }: DatabaseState): boolean =>
  name !== 'information_schema' && name !== 'sys';

export const ownDatabases = ({ databases }: ClusterState): readonly DatabaseState[] =>
  databases.filter(isCreated);

export const seesDatabase = ({ user }: Situation, database: string): boolean =>
  user.databases === 'all' || user.databases.includes(database);
