import type { ToldEvent } from '../../shared/model/trends';
import type { Locale } from '../../shared/format';
import { roleOf, type NodeId } from '../../shared/ids';
import type { CauseReport, Suspect, SuspectFamily } from '../../shared/model/causes';
import type { RanKind } from '../../shared/model/ran';
import { phrase } from '../../shared/phrase';
import type { PhraseId } from '../../shared/phrases.en';
import { auditTableOf } from './auditTable';
import { comment, statement } from './sqlDocument';
import { quoteLiteral } from './sqlText';

export type CauseSubject = {
  readonly cluster: string;
  readonly report: CauseReport;
  /** Name of the audit table; undefined while none is read. */
  readonly auditTable: string | undefined;
  readonly locale: Locale;
};

type Part = readonly [about: PhraseId, sql: string];

/** A SQL document to look further into what stands out in a stretch of time; it only reads. */
export function causeStatements({ cluster, report, auditTable, locale }: CauseSubject): string {
  const parts = new Map<PhraseId, string>();
  for (const suspect of report.suspects) {
    for (const [about, sql] of partsOf(suspect, report, auditTable)) {
      parts.set(about, sql);
    }
  }
  const { from, to, beforeFrom } = report;
  return `${[
    comment(
      locale,
      phrase('causeSql.title', { cluster, from: { at: from }, to: { at: to } }),
      phrase('causeSql.against', { from: { at: beforeFrom } }),
      ...(auditTable === undefined ? [phrase('causeSql.noAudit')] : []),
    ),
    ...[...parts].map(([about, sql]) => statement(locale, phrase(about), sql)),
  ].join('\n\n')}\n`;
}

function partsOf(
  suspect: Suspect,
  report: CauseReport,
  auditTable: string | undefined,
): readonly Part[] {
  switch (suspect.kind) {
    case 'event':
      return eventParts(suspect.event);
    case 'ran':
      return suspect.ran.kind === 'query' && auditTable !== undefined
        ? [ranPart(report, auditTable)]
        : familyParts(familyOf[suspect.ran.kind], undefined, report, auditTable);
    case 'change':
      return familyParts(suspect.family, suspect.node, report, auditTable);
  }
}

/** Of a rolling restart by the node that was last: the others are as well by now. */
function eventParts(event: ToldEvent): readonly Part[] {
  const node = event.kind === 'rolling-restart' ? event.nodes.at(-1) : event.node;
  return node === undefined ? [['causeSql.frontends', 'SHOW FRONTENDS;']] : nodeParts(node);
}

const familyOf: Readonly<Record<RanKind, SuspectFamily>> = {
  query: 'queries',
  load: 'loads',
  compaction: 'compactions',
  refresh: 'queries',
  schemaChange: 'schemaChanges',
};

function familyParts(
  family: SuspectFamily,
  node: NodeId | undefined,
  report: CauseReport,
  auditTable: string | undefined,
): readonly Part[] {
  const audited = auditTable === undefined ? runningParts : auditParts(report, auditTable);
  switch (family) {
    case 'queries':
      return audited;
    case 'loads':
      return [loadsPart(report)];
    case 'failures':
      return [
        ...(auditTable === undefined ? [] : [failuresPart(report, auditTable)]),
        loadsPart(report),
      ];
    case 'compactions':
      return [
        ['compaction.document.running', "SHOW PROC '/compactions';"],
        [
          'compaction.document.local',
          'SELECT * FROM information_schema.be_compactions ORDER BY CANDIDATES_NUM DESC;',
        ],
      ];
    case 'schemaChanges':
      return [['causeSql.jobs', "SHOW PROC '/jobs';"]];
    case 'heap':
      return [['causeSql.frontends', 'SHOW FRONTENDS;'], ...audited];
    case 'node':
      return [...(node === undefined ? [] : nodeParts(node)), ...audited];
  }
}

const runningParts: readonly Part[] = [
  ['causeSql.running', "SHOW PROC '/global_current_queries';"],
  ['causeSql.sessions', 'SHOW FULL PROCESSLIST;'],
];

function nodeParts(node: NodeId): readonly Part[] {
  switch (roleOf(node)) {
    case 'fe':
      return [['causeSql.frontends', 'SHOW FRONTENDS;']];
    case 'be':
      return [['causeSql.backends', 'SHOW BACKENDS;'], metricsPart];
    case 'cn':
      return [['causeSql.computeNodes', 'SHOW COMPUTE NODES;'], metricsPart];
  }
}

const metricsPart: Part = [
  'causeSql.metrics',
  "SELECT BE_ID, NAME, VALUE FROM information_schema.be_metrics\nWHERE NAME LIKE '%mem_bytes' ORDER BY BE_ID, VALUE DESC;",
];

/** A moment as the session's zone has it, which the log is written in. */
const moment = (at: number): string => `FROM_UNIXTIME(${Math.floor(at / 1000)})`;

const within = (column: string, from: number, to: number): string =>
  `${column} >= ${moment(from)} AND ${column} < ${moment(to)}`;

/** Statements that differ in literals only are one shape. */
const shape = `regexp_replace(regexp_replace(stmt, ${quoteLiteral("'[^']*'")}, '?'), ${quoteLiteral('\\b[0-9]+\\b')}, '?')`;

function auditParts({ from, to, beforeFrom }: CauseReport, auditTable: string): readonly Part[] {
  const during = (value: string) => `SUM(IF(${within('`timestamp`', from, to)}, ${value}, 0))`;
  const before = (value: string) => `SUM(IF(\`timestamp\` < ${moment(from)}, ${value}, 0))`;
  return [
    [
      'causeSql.shapes',
      [
        `SELECT ${shape} AS shape, MIN(db) AS db,`,
        `  ${before('1')} AS queries_before, ${during('1')} AS queries,`,
        `  ${before('queryTime')} AS ms_before, ${during('queryTime')} AS ms`,
        `FROM ${auditTableOf(auditTable).quoted}`,
        `WHERE ${within('`timestamp`', beforeFrom, to)}`,
        'GROUP BY shape ORDER BY ms - ms_before DESC LIMIT 20;',
      ].join('\n'),
    ],
    [
      'causeSql.longest',
      [
        'SELECT queryId, `user`, db, state, queryTime, scanBytes, stmt',
        `FROM ${auditTableOf(auditTable).quoted}`,
        `WHERE ${within('`timestamp`', from, to)}`,
        'ORDER BY queryTime DESC LIMIT 20;',
      ].join('\n'),
    ],
  ];
}

const failuresPart = ({ from, to }: CauseReport, auditTable: string): Part => [
  'causeSql.failures',
  [
    'SELECT errorCode, COUNT(*) AS queries, COUNT(DISTINCT `user`) AS users, MIN(stmt) AS one_of_them',
    `FROM ${auditTableOf(auditTable).quoted}`,
    `WHERE state = 'ERR' AND ${within('`timestamp`', from, to)}`,
    'GROUP BY errorCode ORDER BY queries DESC LIMIT 20;',
  ].join('\n'),
];

/** The queries that began to run, by their ids. */
function ranPart({ suspects, beforeFrom, to }: CauseReport, auditTable: string): Part {
  const ids = suspects.flatMap((suspect) =>
    suspect.kind === 'ran' && suspect.ran.kind === 'query' ? [quoteLiteral(suspect.ran.id)] : [],
  );
  return [
    'causeSql.ran',
    [
      'SELECT queryId, `user`, db, state, queryTime, scanBytes, stmt',
      `FROM ${auditTableOf(auditTable).quoted}`,
      `WHERE queryId IN (${ids.join(', ')})`,
      `  AND ${within('`timestamp`', beforeFrom, to)};`,
    ].join('\n'),
  ];
}

const loadsPart = ({ from, to }: CauseReport): Part => [
  'causeSql.loads',
  [
    'SELECT * FROM information_schema.loads',
    `WHERE ${within('CREATE_TIME', from, to)}`,
    'ORDER BY CREATE_TIME DESC LIMIT 50;',
  ].join('\n'),
];
