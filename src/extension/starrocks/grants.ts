import type { SourceId } from '../../shared/ids';
import type { RunMode } from '../../shared/model/clusterHealth';
import { liveModuleIds, type LiveModuleId } from '../../shared/model/extendedOverview';
import { rights, type Limitation, type Right, type UserHost } from '../../shared/model/limitation';
import type { Phrase } from '../../shared/phrase';
import { phrase } from '../../shared/phrase';
import type { NeededPrivilege } from './sources/source';
import { mayBeAtLeast, releaseOf, type Release } from './release';
import { quoteIdentifier, quoteLiteral } from './sqlText';

export type GrantsWish = {
  readonly user: string;
  /** Of the identity that the cluster names; null when it is not known: any host. */
  readonly host: UserHost | null;
  /** `version_comment`; null when it is not known: the statements are those of 3.0 and newer. */
  readonly version: string | null;
  readonly runMode: RunMode | null;
};

/** Statements that belong together, and why. Nothing sends them: they are for an administrator. */
export type GrantsPart = { readonly why: Phrase; readonly statements: readonly string[] };

const role = quoteIdentifier('overview_monitor');
const createRole = `CREATE ROLE IF NOT EXISTS ${role};`;
const grantOperate = [`GRANT OPERATE ON SYSTEM TO ROLE ${role};`];
const grantRows = ['TABLES', 'MATERIALIZED VIEWS', 'VIEWS'].map(
  (objects) => `GRANT SELECT ON ALL ${objects} IN ALL DATABASES TO ROLE ${role};`,
);
/** The grammar came with 3.5. */
const grantWarehouses = [`GRANT USAGE ON ALL WAREHOUSES TO ROLE ${role};`];
/** Naming the one role would end the others as default roles: the user would lose what it has. */
const giveRole = (name: string, user: string) => [
  `GRANT ${name} TO USER ${user};`,
  `SET DEFAULT ROLE ALL TO ${user};`,
];

/** The grants of a user who may see everything and change as little as StarRocks lets one say. */
export function monitoringGrants(wish: GrantsWish): readonly GrantsPart[] {
  const release = releaseOf(wish.version);
  const user = userOf(wish);
  if (!mayBeAtLeast(release, [3, 0])) {
    return [
      {
        why: phrase('grants.old.node'),
        statements: [`GRANT NODE_PRIV ON *.* TO ${user};`],
      },
      {
        why: phrase('grants.old.admin'),
        statements: [`GRANT ADMIN_PRIV ON *.* TO ${user};`],
      },
      {
        why: phrase('grants.rows'),
        statements: [`GRANT SELECT_PRIV ON *.* TO ${user};`],
      },
    ];
  }
  return [
    {
      why: phrase('grants.operate'),
      statements: [createRole, ...grantOperate],
    },
    {
      why: phrase('grants.rows'),
      statements: grantRows,
    },
    ...sharedData(wish, release),
    {
      why: phrase('grants.defaultRole'),
      statements: giveRole(role, user),
    },
  ];
}

/** Storage volumes came with 3.1. */
function sharedData({ runMode }: GrantsWish, release: Release | null): readonly GrantsPart[] {
  const statements = [
    ...(mayBeAtLeast(release, [3, 1])
      ? [`GRANT USAGE ON ALL STORAGE VOLUMES TO ROLE ${role};`]
      : []),
    ...(mayBeAtLeast(release, [3, 5]) ? grantWarehouses : []),
  ];
  return runMode === 'shared_nothing' || statements.length === 0
    ? []
    : [{ why: phrase('grants.sharedData'), statements }];
}

/** What the cluster kept from the connected user. */
export type Denied = {
  readonly id: SourceId;
  readonly privilege: NeededPrivilege;
  readonly modules: readonly LiveModuleId[];
};

/**
 * One limitation per right that the denied sources want. Who lacks OPERATE needs no NODE besides:
 * OPERATE lists the nodes as well, and one right less is granted.
 */
export function limitations(
  denied: readonly Denied[],
  wish: GrantsWish,
  tables?: Limitation['tables'],
): readonly Limitation[] {
  const lacksOperate = denied.some(({ privilege }) => privilege === 'operate');
  return rights.flatMap((needs): readonly Limitation[] => {
    const kept = denied.filter(
      ({ privilege }) => (privilege === 'node' && lacksOperate ? 'operate' : privilege) === needs,
    );
    return kept.length === 0
      ? []
      : [
          {
            needs,
            sources: kept.map(({ id }) => id),
            modules: liveModuleIds.filter((id) => kept.some(({ modules }) => modules.includes(id))),
            ...(needs !== 'rows' || tables === undefined ? {} : { tables }),
            statements: statementsFor(needs, wish, kept),
            alsoAllows: alsoAllows(needs, wish),
          },
        ];
  });
}

function alsoAllows(needs: Right, { version }: GrantsWish): readonly Phrase[] {
  return mayBeAtLeast(releaseOf(version), [3, 0])
    ? [phrase(`grants.alsoAllows.${needs}`), phrase('grants.alsoAllows.allRoles')]
    : [phrase(`grants.old.alsoAllows.${needs}`)];
}

function statementsFor(needs: Right, wish: GrantsWish, kept: readonly Denied[]): readonly string[] {
  const release = releaseOf(wish.version);
  const user = userOf(wish);
  if (!mayBeAtLeast(release, [3, 0])) {
    const right = { node: 'NODE_PRIV', operate: 'ADMIN_PRIV', rows: 'SELECT_PRIV' }[needs];
    return [`GRANT ${right} ON *.* TO ${user};`];
  }
  // NODE cannot be granted by itself, only through this role.
  if (needs === 'node') {
    return giveRole('cluster_admin', user);
  }
  const grants = needs === 'operate' ? grantOperate : grantRowsOf(kept, release);
  return [createRole, ...grants, ...giveRole(role, user)];
}

/** The rows of tables and views, and of warehouses where those are kept and can be granted. */
function grantRowsOf(kept: readonly Denied[], release: Release | null): readonly string[] {
  const others = kept.some(({ id }) => id !== 'warehouses');
  const warehouses = kept.some(({ id }) => id === 'warehouses') && mayBeAtLeast(release, [3, 5]);
  return [...(others ? grantRows : []), ...(warehouses ? grantWarehouses : [])];
}

/** The very identity that logged in: GRANT to another one of the same name gives it nothing. */
function userOf({ user, host }: GrantsWish): string {
  const { host: from, isDomain } = host ?? { host: '%', isDomain: false };
  const quoted = quoteLiteral(from);
  return `${quoteLiteral(user)}@${isDomain ? `[${quoted}]` : quoted}`;
}
