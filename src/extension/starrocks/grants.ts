import type { SourceId } from '../../shared/ids';
import type { RunMode } from '../../shared/model/clusterHealth';
import type { Phrase } from '../../shared/phrase';
import { phrase } from '../../shared/phrase';
import type { Privileges } from './sources/capabilities';
import type { NeededPrivilege } from './sources/source';
import { quoteIdentifier, quoteLiteral } from './sqlText';

export type GrantsWish = {
  readonly user: string;
  /** `version_comment`; null when it is not known: the statements are those of 3.0 and newer. */
  readonly version: string | null;
  readonly runMode: RunMode | null;
};

/** Statements that belong together, and why. Nothing sends them: they are for an administrator. */
export type GrantsPart = { readonly why: Phrase; readonly statements: readonly string[] };

const role = quoteIdentifier('overview_monitor');

/** The grants of a user who may see everything and change as little as StarRocks lets one say. */
export function monitoringGrants(wish: GrantsWish): readonly GrantsPart[] {
  const release = releaseOf(wish.version);
  const user = userOf(wish);
  if (!isAtLeast(release, 3, 0)) {
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
      statements: [
        `CREATE ROLE IF NOT EXISTS ${role};`,
        `GRANT OPERATE ON SYSTEM TO ROLE ${role};`,
      ],
    },
    {
      why: phrase('grants.rows'),
      statements: ['TABLES', 'MATERIALIZED VIEWS', 'VIEWS'].map(
        (objects) => `GRANT SELECT ON ALL ${objects} IN ALL DATABASES TO ROLE ${role};`,
      ),
    },
    ...sharedData(wish, release),
    {
      why: phrase('grants.defaultRole'),
      statements: [`GRANT ${role} TO USER ${user};`, `SET DEFAULT ROLE ${role} TO ${user};`],
    },
  ];
}

/** Storage volumes came with 3.1, the grammar for warehouses with 3.5. */
function sharedData({ runMode }: GrantsWish, release: Release | null): readonly GrantsPart[] {
  const statements = [
    ...(isAtLeast(release, 3, 1) ? [`GRANT USAGE ON ALL STORAGE VOLUMES TO ROLE ${role};`] : []),
    ...(isAtLeast(release, 3, 5) ? [`GRANT USAGE ON ALL WAREHOUSES TO ROLE ${role};`] : []),
  ];
  return runMode === 'shared_nothing' || statements.length === 0
    ? []
    : [{ why: phrase('grants.sharedData'), statements }];
}

/** What stays unknown for want of one right, the statement that gives it, and what it also allows. */
export type Limitation = {
  readonly needs: Exclude<NeededPrivilege, 'none'>;
  readonly sources: readonly SourceId[];
  readonly statements: readonly string[];
  readonly alsoAllows: Phrase;
};

/**
 * What the present rights keep from the given sources. A right that could not be told counts as
 * there: its sources say themselves when they are denied.
 */
export function limitations(
  { operate, node }: Privileges,
  sources: readonly { readonly id: SourceId; readonly privilege: NeededPrivilege }[],
  wish: GrantsWish,
): readonly Limitation[] {
  const lacking = [
    ...(node === false ? (['node'] as const) : []),
    ...(operate === false ? (['operate', 'rows'] as const) : []),
  ];
  return lacking.flatMap((needs): readonly Limitation[] => {
    const kept = new Set(
      sources.filter(({ privilege }) => privilege === needs).map(({ id }) => id),
    );
    return kept.size === 0
      ? []
      : [
          {
            needs,
            sources: [...kept],
            statements: statementsFor(needs, wish),
            alsoAllows: phrase(`grants.alsoAllows.${needs}`),
          },
        ];
  });
}

function statementsFor(needs: Limitation['needs'], wish: GrantsWish): readonly string[] {
  const release = releaseOf(wish.version);
  const user = userOf(wish);
  if (!isAtLeast(release, 3, 0)) {
    const right = { node: 'NODE_PRIV', operate: 'ADMIN_PRIV', rows: 'SELECT_PRIV' }[needs];
    return [`GRANT ${right} ON *.* TO ${user};`];
  }
  // NODE cannot be granted by itself, only through this role.
  return needs === 'node'
    ? [`GRANT cluster_admin TO USER ${user};`]
    : monitoringGrants(wish).flatMap(({ why, statements }) =>
        why.id === (needs === 'operate' ? 'grants.operate' : 'grants.rows') ||
        why.id === 'grants.defaultRole'
          ? statements
          : [],
      );
}

/** From any host, as the user logs in here; the administrator narrows it. */
function userOf({ user }: GrantsWish): string {
  return `${quoteLiteral(user)}@'%'`;
}

type Release = readonly [major: number, minor: number];

/** Null when the version is unknown or written otherwise. */
function releaseOf(version: string | null): Release | null {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  return major === undefined || minor === undefined ? null : [Number(major), Number(minor)];
}

/** What is not known counts as new. */
function isAtLeast(release: Release | null, major: number, minor: number): boolean {
  return release === null || release[0] > major || (release[0] === major && release[1] >= minor);
}
