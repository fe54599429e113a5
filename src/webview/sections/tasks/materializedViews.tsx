import { formatDuration, formatMoment } from '../../../shared/format';
import { jobSubject } from '../../../shared/ids';
import type {
  MaterializedView,
  MaterializedViewStats,
} from '../../../shared/model/materializedViewStats';
import type { Rows } from '../../../shared/reading';
import { viewActions } from '../../../shared/rowActions';
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

/** Materialized views: those that are inactive, failed or late first. */
export function MaterializedViews({ stats }: { stats: MaterializedViewStats }) {
  return (
    <Block
      title={t('panel.views.title')}
      detail={
        <>
          <Figure reading={stats.total} unit="count" /> {t('panel.views.total')}
          {' · '}
          <Figure reading={stats.running} unit="count" /> {t('panel.views.running')}
          {' · '}
          <Figure reading={stats.inactive} unit="count" /> {t('panel.views.inactive')}
          {' · '}
          <Figure reading={stats.failed} unit="count" /> {t('panel.views.failed')}
          {' · '}
          <Figure reading={stats.stale} unit="count" /> {t('panel.views.stale')}
        </>
      }
    >
      <RowsBox rows={stats.views} what={t('panel.what.views')} empty={t('panel.empty.views')}>
        {({ rows, total }) => (
          <DataTable
            id="materializedViews"
            caption={t('panel.views.title')}
            rows={rows}
            total={total}
            shown={8}
            rowKey={(row) => row.id}
            columns={columns(stats.views)}
            actions={viewActions}
          />
        )}
      </RowsBox>
    </Block>
  );
}

const duration = (ms: number) => formatDuration(ms, locale.value);

function columns(rows: Rows<MaterializedView>): readonly Column<MaterializedView>[] {
  const { store } = usePage();
  const problems = store.problems.value;
  const glyph = (row: MaterializedView): GlyphName => {
    const subject = jobSubject('mv', `${row.database}.${row.name}`);
    return (
      levelAt(problems, 'mv.failed', subject) ??
      levelAt(problems, 'mv.inactive', subject) ??
      levelAt(problems, 'mv.stale', subject) ??
      (row.state === null ? 'unknown' : 'ok')
    );
  };
  const moment = (at: number) => formatMoment(at, locale.value, store.now.peek());
  return [
    nameColumn(t('panel.column.view'), ({ name }) => name, glyph, {
      muted: ({ database }) => database,
      tip: tipOf,
    }),
    textColumn('state', t('panel.column.lastRefresh'), stateText, {
      width: '92px',
      tip: tipOf,
      className: ({ state, active }) =>
        state === 'FAILED' || active === false ? 'ink-warning' : '',
    }),
    figureColumn(rows, 'lastSuccessAt', t('panel.column.lastSuccess'), moment, {
      width: '92px',
      className: ({ stale }) => (stale === true ? 'ink-warning' : ''),
    }),
    figureColumn(rows, 'everyMs', t('panel.column.every'), duration, {
      width: '72px',
      priority: 3,
    }),
    figureColumn(rows, 'durationMs', t('panel.column.took'), duration, {
      width: '72px',
      priority: 2,
    }),
  ];
}

function stateText({ active, state }: MaterializedView): string {
  return active === false ? t('panel.views.inactiveState') : (state ?? '');
}

function tipOf({ database, name, inactiveReason, error }: MaterializedView): string {
  return [`${database}.${name}`, inactiveReason, error].filter((text) => text !== null).join('\n');
}
