import { phrase } from '../../shared/phrase';
import type { GrantsPart } from './grants';
import { mayBeAtLeast, releaseOf, type Release } from './release';
import { quoteLiteral } from './sqlText';

const place = 'starrocks_audit_db__.starrocks_audit_tbl__';

/** Columns that every plugin for 2.4 and newer fills. */
const columns = [
  '`queryId` VARCHAR(64)',
  '`timestamp` DATETIME NOT NULL',
  '`queryType` VARCHAR(12)',
  '`clientIp` VARCHAR(32)',
  '`user` VARCHAR(64)',
  '`authorizedUser` VARCHAR(64)',
  '`resourceGroup` VARCHAR(64)',
  '`catalog` VARCHAR(32)',
  '`db` VARCHAR(96)',
  '`state` VARCHAR(8)',
  '`errorCode` VARCHAR(512)',
  '`queryTime` BIGINT',
  '`scanBytes` BIGINT',
  '`scanRows` BIGINT',
  '`returnRows` BIGINT',
  '`cpuCostNs` BIGINT',
  '`memCostBytes` BIGINT',
  '`stmtId` INT',
  '`isQuery` TINYINT',
  '`feIp` VARCHAR(128)',
  '`stmt` VARCHAR(1048576)',
  '`digest` VARCHAR(32)',
  '`planCpuCosts` DOUBLE',
  '`planMemCosts` DOUBLE',
];

/** Those that plugins from 4.2 on fill as well; older ones leave them empty. */
const since33 = [
  '`pendingTimeMs` BIGINT',
  '`candidateMVs` VARCHAR(65533) NULL',
  '`hitMvs` VARCHAR(65533) NULL',
  '`warehouse` VARCHAR(32) NULL',
];

/**
 * How an audit log comes into a table, by version: the plugin everywhere, and the loader that
 * newer FEs have built in.
 *
 * @param version `version_comment`; null = not known, which counts as new
 */
export function auditInstall(version: string | null, user: string): readonly GrantsPart[] {
  const release = releaseOf(version);
  const monitor = `${quoteLiteral(user)}@'%'`;
  return [
    ...(mayBeAtLeast(release, [4, 0])
      ? [
          {
            why: phrase('audit.install.builtIn'),
            statements: ["ADMIN SHOW FRONTEND CONFIG LIKE 'enable_audit_loader';"],
          },
          {
            why: phrase('audit.install.builtInOn'),
            statements: [`-- ADMIN SET FRONTEND CONFIG ("enable_audit_loader" = "true");`],
          },
        ]
      : []),
    { why: phrase('audit.install.table'), statements: tableOf(release) },
    { why: phrase('audit.install.plugin'), statements: [] },
    {
      why: phrase('audit.install.everyFe'),
      statements: ['INSTALL PLUGIN FROM "/path/on/every/fe/auditloader.zip";'],
    },
    {
      why: phrase('audit.install.check'),
      statements: ['SHOW PLUGINS;', `SELECT max(\`timestamp\`) FROM ${place};`],
    },
    {
      why: phrase('audit.install.grant'),
      statements: mayBeAtLeast(release, [3, 0])
        ? [`GRANT SELECT ON TABLE ${place} TO USER ${monitor};`]
        : [`GRANT SELECT_PRIV ON ${place} TO ${monitor};`],
    },
    { why: phrase('audit.install.found'), statements: [] },
  ];
}

/** Expression partitions, which drop themselves, came with 3.1; before there are dynamic ones. */
function tableOf(release: Release | null): readonly string[] {
  const isNew = mayBeAtLeast(release, [3, 1]);
  const list = [...columns, ...(mayBeAtLeast(release, [3, 3]) ? since33 : [])];
  return [
    'CREATE DATABASE IF NOT EXISTS starrocks_audit_db__;',
    [
      `CREATE TABLE IF NOT EXISTS ${place} (`,
      list.map((column) => `  ${column}`).join(',\n'),
      ') ENGINE = OLAP',
      'DUPLICATE KEY (`queryId`, `timestamp`, `queryType`)',
      isNew ? "PARTITION BY date_trunc('day', `timestamp`)" : 'PARTITION BY RANGE (`timestamp`) ()',
      ...(isNew ? [] : ['DISTRIBUTED BY HASH (`queryId`) BUCKETS 3']),
      'PROPERTIES (',
      ...(isNew
        ? ['  "partition_live_number" = "30",']
        : [
            '  "dynamic_partition.enable" = "true",',
            '  "dynamic_partition.time_unit" = "DAY",',
            '  "dynamic_partition.start" = "-30",',
            '  "dynamic_partition.end" = "3",',
            '  "dynamic_partition.prefix" = "p",',
            '  "dynamic_partition.buckets" = "3",',
          ]),
      '  "replication_num" = "3"',
      ');',
    ].join('\n'),
  ];
}
