import { formatDuration, formatNumber, formatPercent } from '../../../shared/format';
import { jobSubject } from '../../../shared/ids';
import type { SchemaChangeJob, SchemaChangeStats } from '../../../shared/model/schemaChangeStats';
import { schemaChangeActions } from '../../../shared/rowActions';
import { figureColumn, nameColumn, textColumn } from '../../components/columns';
import { usePage } from '../../components/context';
import type { Column } from '../../components/dataTable';
import { DataTable } from '../../components/dataTable';
import { Figure } from '../../components/figure';
import { RowsBox } from '../../components/moduleBox';
import { Block } from '../../components/sectionFrame';
import { locale, t } from '../../text';
import type { GlyphName } from '../../view/severity';
import { levelAt } from '../../view/severity';

/** Jobs that change tables: those under way first, then what ended within a day. */
export function SchemaChanges({ stats }: { stats: SchemaChangeStats }) {
  return (
    <Block title={t('panel.schemaChanges.title')} detail={<Counts stats={stats} />}>
      <RowsBox
        rows={stats.jobs}
        what={t('panel.what.schemaChanges')}
        empty={t('panel.empty.schemaChanges')}
      >
        {({ rows, total }) => (
          <DataTable
            id="schemaChanges"
            caption={t('panel.schemaChanges.title')}
            rows={rows}
            total={total}
            shown={5}
            rowKey={(row) => `${row.database}|${row.id}`}
            columns={columns(stats)}
            actions={schemaChangeActions}
          />
        )}
      </RowsBox>
    </Block>
  );
}

const number = (value: number) => formatNumber(value, locale.value);

function Counts({ stats }: { stats: SchemaChangeStats }) {
  const { byKind, failed, stuck, looked, running } = stats;
  const ink = (reading: typeof failed) => (reading.known && reading.value > 0 ? 'ink-warning' : '');
  const tip = byKind.known
    ? byKind.value.rows
        .map(({ kind, ...counts }) =>
          t('panel.schemaChanges.counts', {
            kind: t(`alter.kind.${kind}`),
            waiting: number(counts.waiting),
            running: number(counts.running),
          }),
        )
        .join('\n')
    : '';
  return (
    <>
      <span data-tip={tip}>
        <Figure reading={running} unit="count" /> {t('panel.schemaChanges.running')}
      </span>
      {' · '}
      <span class={ink(failed)}>
        <Figure reading={failed} unit="count" /> {t('panel.schemaChanges.failed')}
      </span>
      {' · '}
      <span class={ink(stuck)}>
        <Figure reading={stuck} unit="count" /> {t('panel.schemaChanges.stuck')}
      </span>
      {' · '}
      <Figure reading={looked} unit="count" /> {t('panel.schemaChanges.looked')}
    </>
  );
}

const duration = (ms: number) => formatDuration(ms, locale.value);
const percent = (value: number) => formatPercent(value, locale.value);

function columns({ jobs }: SchemaChangeStats): readonly Column<SchemaChangeJob>[] {
  const { store } = usePage();
  const problems = store.problems.value;
  const glyph = ({ database, table, outcome }: SchemaChangeJob): GlyphName => {
    const subject = jobSubject('table', `${database}.${table}`);
    return (
      levelAt(problems, 'alter.failed', subject) ??
      levelAt(problems, 'alter.stuck', subject) ??
      (outcome === 'unknown' ? 'unknown' : 'ok')
    );
  };
  /** How long it has taken: until it ended, or until now. */
  const age = ({ createdAt, finishedAt }: SchemaChangeJob) =>
    createdAt === null ? null : Math.max(0, (finishedAt ?? store.shownAt.peek()) - createdAt);
  const inkOf = ({ outcome, stuck }: SchemaChangeJob) =>
    outcome === 'failed' || stuck ? 'ink-warning' : '';
  return [
    nameColumn(t('panel.column.table'), ({ table }) => table, glyph, {
      muted: ({ database }) => database,
      tip: tipOf,
    }),
    textColumn('kind', t('panel.column.change'), ({ kind }) => t(`alter.kind.${kind}`), {
      width: '104px',
      priority: 2,
    }),
    textColumn('state', t('panel.column.state'), ({ state }) => state, {
      width: '112px',
      tip: tipOf,
      className: inkOf,
    }),
    figureColumn(jobs, 'progressPct', t('panel.column.progress'), percent, {
      width: '72px',
      nothing: ({ outcome }) => outcome !== 'running',
    }),
    figureColumn(jobs, 'createdAt', t('panel.column.took'), duration, {
      width: '72px',
      value: age,
    }),
  ];
}

function tipOf({ database, table, message }: SchemaChangeJob): string {
  return [`${database}.${table}`, message].filter((text) => text !== null).join('\n');
}
