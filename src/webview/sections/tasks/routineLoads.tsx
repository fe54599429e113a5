import { formatCompact, formatDuration, formatNumber } from '../../../shared/format';
import type { LoadJobStats, RoutineLoadJob } from '../../../shared/model/loadJobStats';
import type { Rows } from '../../../shared/reading';
import { routineLoadActions } from '../../../shared/rowActions';
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
import { jobSubject } from '../../../shared/ids';

/** Routine loads: who paused them, and how far they are behind. */
export function RoutineLoads({ stats }: { stats: LoadJobStats }) {
  const paused = stats.routinePausedBySystem;
  return (
    <Block
      title={t('panel.routine.title')}
      detail={
        <>
          <Figure reading={stats.routineTotal} unit="count" /> {t('panel.routine.jobs')}
          {' · '}
          <span class={paused.known && paused.value > 0 ? 'ink-warning' : ''}>
            <Figure reading={paused} unit="count" /> {t('panel.routine.pausedBySystem')}
          </span>
          {' · '}
          <Figure reading={stats.routinePausedByUser} unit="count" />{' '}
          {t('panel.routine.pausedByUser')}
          {' · '}
          <Figure reading={stats.routineLag} unit="count" /> {t('panel.routine.worstLag')}
        </>
      }
    >
      <RowsBox
        rows={stats.routineLoads}
        what={t('panel.what.routineLoads')}
        empty={t('panel.empty.routineLoads')}
      >
        {({ rows, total }) => (
          <DataTable
            id="routineLoads"
            caption={t('panel.routine.title')}
            rows={rows}
            total={total}
            shown={8}
            rowKey={(row) => row.id}
            columns={columns(stats.routineLoads)}
            actions={routineLoadActions}
          />
        )}
      </RowsBox>
    </Block>
  );
}

function columns(rows: Rows<RoutineLoadJob>): readonly Column<RoutineLoadJob>[] {
  const { store } = usePage();
  const problems = store.problems.value;
  const levelOf = (rule: 'routine.lag' | 'routine.paused') => (row: RoutineLoadJob) =>
    levelAt(problems, rule, jobSubject('routine', `${row.database}.${row.name}`));
  const inkOf = (rule: 'routine.lag' | 'routine.paused') => (row: RoutineLoadJob) => {
    const level = levelOf(rule)(row);
    return level === undefined ? '' : `ink-${level}`;
  };
  const glyph = (row: RoutineLoadJob): GlyphName =>
    levelOf('routine.paused')(row) ??
    levelOf('routine.lag')(row) ??
    (row.state === 'RUNNING' ? 'ok' : 'info');
  return [
    nameColumn(t('panel.column.job'), ({ name }) => name, glyph, {
      muted: ({ database, table }) => (table === null ? database : `${database}.${table}`),
      tip: tipOf,
    }),
    textColumn('state', t('panel.column.state'), stateText, {
      width: '112px',
      className: inkOf('routine.paused'),
      tip: ({ reason }) => reason ?? '',
    }),
    figureColumn(rows, 'lagRows', t('panel.column.lagRows'), compact, {
      width: '76px',
      className: inkOf('routine.lag'),
    }),
    figureColumn(rows, 'lagMs', t('panel.column.behind'), duration, { width: '76px' }),
    figureColumn(rows, 'errorRows', t('panel.column.errorRows'), compact, {
      width: '76px',
      priority: 3,
    }),
  ];
}

const compact = (value: number) => formatCompact(value, locale.value);
const duration = (ms: number) => formatDuration(ms, locale.value);

function stateText({ state, pausedBy }: RoutineLoadJob): string {
  return pausedBy === 'user' ? t('panel.routine.byUser', { state }) : state;
}

function tipOf(row: RoutineLoadJob): string {
  const grows =
    row.lagPerSecond === null
      ? []
      : [t('panel.routine.grows', { n: formatNumber(row.lagPerSecond, locale.value) })];
  const said = [row.reason, row.trackingSql].filter((text) => text !== null);
  return [`${row.database}.${row.name}`, ...grows, ...said].join('\n');
}
