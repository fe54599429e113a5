/** Who connects to a demo cluster and asks it by himself. */
import type { ClusterState } from '../truth';
import { HOSTILE_LONG_QUERIES, HOSTILE_PEOPLE, HOSTILE_SHORT_QUERIES } from './hostilePeople';
import { LONG_QUERIES, PEOPLE, SHORT_QUERIES, type Person, type Statement } from './people';

export type Inhabitants = {
  readonly people: readonly [Person, ...Person[]];
  readonly longQueries: readonly [Statement, ...Statement[]];
  readonly shortQueries: readonly [Statement, ...Statement[]];
};

const COMPANY: Inhabitants = {
  people: PEOPLE,
  longQueries: LONG_QUERIES,
  shortQueries: SHORT_QUERIES,
};

const HOSTILE: Inhabitants = {
  people: HOSTILE_PEOPLE,
  longQueries: HOSTILE_LONG_QUERIES,
  shortQueries: HOSTILE_SHORT_QUERIES,
};

/** Undefined where nobody lives. */
export function inhabitantsOf(state: ClusterState): Inhabitants | undefined {
  switch (state.inhabitants) {
    case 'company':
      return COMPANY;
    case 'hostile':
      return HOSTILE;
    case 'nobody':
      return undefined;
  }
}
