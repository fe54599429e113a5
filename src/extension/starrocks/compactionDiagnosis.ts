import { renderPhrase, type Locale } from '../../shared/format';
import type { AdvisedSetting, CompactionAdvice } from '../../shared/model/compactionAdvice';
import type { CompactionStats, PartitionScore } from '../../shared/model/compactionStats';
import { phrase, type Phrase } from '../../shared/phrase';
import type { EpochMs } from '../../shared/time';
import { comment, commentedOut, oneLine, statement } from './sqlDocument';
import { quoteIdentifier, quoteLiteral } from './sqlText';

export type DiagnosisSubject = {
  readonly cluster: string;
  readonly at: EpochMs;
  readonly stats: CompactionStats;
  readonly locale: Locale;
};

/** Settings of nodes that bear on compaction. */
const nodeSettings = [
  'tablet_max_versions',
  'compact_threads',
  'max_compaction_concurrency',
  'cumulative_compaction_num_threads_per_disk',
  'base_compaction_num_threads_per_disk',
  'update_compaction_num_threads_per_disk',
  'max_cumulative_compaction_num_singleton_deltas',
  'mem_limit',
] as const;

const mostPartitions = 10;

/**
 * A SQL document to look further into compaction, filled with what is worst now. Statements that
 * read come first; those that would change the cluster follow as comments, each with its undo.
 */
export function compactionDiagnosis(subject: DiagnosisSubject): string {
  const { stats, locale } = subject;
  const isLocal = stats.runMode.known && stats.runMode.value === 'shared_nothing';
  const parts = [
    comment(locale, ...headOf(subject)),
    ...(isLocal ? localStatements(locale) : sharedStatements(stats, locale)),
    ...configurationStatements(locale),
    adviceText(stats, locale),
    ...changesText(stats, locale, isLocal),
  ];
  return `${parts.join('\n\n')}\n`;
}

function headOf({ cluster, at, stats }: DiagnosisSubject): readonly Phrase[] {
  const { score, versions, marks, versionMarks } = stats;
  const title = phrase('compaction.document.title', { cluster, at: { at } });
  if (versions.known) {
    const { value } = versions.value;
    return [title, phrase('compaction.document.versions', { n: value, max: versionMarks.limit })];
  }
  if (!score.known) {
    return [title, phrase('compaction.document.unknown', { why: phrase(`reason.${score.why}`) })];
  }
  const of = { score: score.value, mark: marks.slowdown };
  return [
    title,
    marks.upperBound === null
      ? phrase('compaction.document.score', of)
      : phrase('compaction.document.scoreBound', { ...of, bound: marks.upperBound }),
  ];
}

function sharedStatements(stats: CompactionStats, locale: Locale): readonly string[] {
  const worst = partitionsOf(stats);
  const running = (stats.tasks.known ? stats.tasks.value.rows : [])
    .filter(({ state, startedAt }) => state === 'running' && startedAt !== null)
    .sort((a, b) => Number(a.startedAt) - Number(b.startedAt));
  const [slowest] = running;
  const subTasks = 'SELECT * FROM information_schema.be_cloud_native_compactions';
  return [
    ...(worst.length === 0
      ? []
      : [
          [
            comment(locale, phrase('compaction.document.worst')),
            ...worst.map((row) => `--   ${nameOf(row)}: ${row.max ?? '?'}, ${row.average ?? '?'}`),
          ].join('\n'),
        ]),
    statement(locale, phrase('compaction.document.running'), "SHOW PROC '/compactions';"),
    slowest === undefined
      ? statement(
          locale,
          phrase('compaction.document.allTasks'),
          `${subTasks} ORDER BY TXN_ID, PROGRESS;`,
        )
      : statement(
          locale,
          phrase('compaction.document.slowest', {
            txn: slowest.txnId,
            table: oneLine(slowest.table),
          }),
          `${subTasks} WHERE TXN_ID = ${idLiteral(slowest.txnId)} ORDER BY PROGRESS;`,
        ),
    statement(
      locale,
      phrase('compaction.document.partitions'),
      'SELECT DB_NAME, TABLE_NAME, PARTITION_NAME, AVG_CS, P50_CS, MAX_CS\n' +
        'FROM information_schema.partitions_meta ORDER BY MAX_CS DESC LIMIT 50;',
    ),
  ];
}

function localStatements(locale: Locale): readonly string[] {
  return [
    statement(
      locale,
      phrase('compaction.document.local'),
      'SELECT * FROM information_schema.be_compactions ORDER BY CANDIDATES_NUM DESC;',
    ),
    statement(
      locale,
      phrase('compaction.document.tablets'),
      'SELECT BE_ID, TABLE_ID, PARTITION_ID, TABLET_ID, NUM_VERSION, NUM_ROWSET, DATA_SIZE\n' +
        'FROM information_schema.be_tablets ORDER BY NUM_VERSION DESC LIMIT 50;',
    ),
  ];
}

function configurationStatements(locale: Locale): readonly string[] {
  return [
    statement(
      locale,
      phrase('compaction.document.frontends'),
      "ADMIN SHOW FRONTEND CONFIG LIKE 'lake_%';",
    ),
    statement(
      locale,
      phrase('compaction.document.backends'),
      `SELECT BE_ID, NAME, VALUE, ${quoteIdentifier('DEFAULT')}, VALUE != ${quoteIdentifier('DEFAULT')} AS CHANGED\n` +
        `FROM information_schema.be_configs\nWHERE NAME IN (${nodeSettings.map(quoteLiteral).join(', ')})\n` +
        'ORDER BY NAME, BE_ID;',
    ),
  ];
}

function adviceText({ advice }: CompactionStats, locale: Locale): string {
  const said = advice.flatMap(({ evidence, action }) => [evidence, action]);
  return advice.length === 0
    ? comment(locale, phrase('compaction.document.noAdvice'))
    : comment(locale, phrase('compaction.document.advice'), ...said);
}

/** Comments alone: whoever runs the document whole changes nothing. */
function changesText(stats: CompactionStats, locale: Locale, isLocal: boolean): readonly string[] {
  const [worst] = partitionsOf(stats);
  const compact =
    worst === undefined || isLocal
      ? []
      : [
          [
            comment(locale, phrase('compaction.document.compact')),
            commentedOut(
              `ALTER TABLE ${quoteIdentifier(worst.database)}.${quoteIdentifier(worst.table)} ` +
                `COMPACT (${quoteIdentifier(worst.partition)});`,
            ),
          ].join('\n'),
        ];
  const changes = [...stats.advice.map((each) => changeText(each, locale)), ...compact];
  return changes.length === 0
    ? []
    : [comment(locale, phrase('compaction.document.changes')), ...changes];
}

function changeText({ evidence, setting }: CompactionAdvice, locale: Locale): string {
  const about = comment(locale, evidence);
  if (setting === null) {
    return [about, comment(locale, phrase('compaction.document.noSetting'))].join('\n');
  }
  if (setting.changes.length === 0) {
    const { key } = setting;
    return [about, comment(locale, phrase('compaction.document.noChange', { key }))].join('\n');
  }
  const undo = renderPhrase(phrase('compaction.document.undo'), locale);
  return [
    about,
    ...setting.changes.flatMap(({ backend, present, suggested }) => [
      commentedOut(setStatement(setting, backend, suggested)),
      commentedOut(`${undo} ${setStatement(setting, backend, present)}`),
    ]),
  ].join('\n');
}

function setStatement(
  { role, key }: AdvisedSetting,
  backend: string | null,
  value: string,
): string {
  return role === 'fe'
    ? `ADMIN SET FRONTEND CONFIG (${quoteLiteral(key)} = ${quoteLiteral(value)});`
    : `UPDATE information_schema.be_configs SET VALUE = ${quoteLiteral(value)} ` +
        `WHERE NAME = ${quoteLiteral(key)}` +
        `${backend === null ? '' : ` AND BE_ID = ${idLiteral(backend)}`};`;
}

/** Ids are numbers; one that is not is a text to nobody's harm. */
const idLiteral = (id: string): string => (/^\d+$/.test(id) ? id : quoteLiteral(id));

function partitionsOf({ partitions }: CompactionStats): readonly PartitionScore[] {
  return partitions.known ? partitions.value.rows.slice(0, mostPartitions) : [];
}

const nameOf = ({ database, table, partition }: PartitionScore): string =>
  oneLine([database, table, partition].map(quoteIdentifier).join('.'));
