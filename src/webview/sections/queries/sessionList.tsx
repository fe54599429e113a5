import { formatDuration } from '../../../shared/format';
import type { Session } from '../../../shared/model/sessionStats';
import type { Rows } from '../../../shared/reading';
import { sessionActions } from '../../../shared/rowActions';
import { figureColumn, textColumn } from '../../components/columns';
import { DataTable } from '../../components/dataTable';
import { locale, t } from '../../text';

/** Each session, busy ones first; that there are none is said by the table of their users. */
export function SessionList({ rows }: { rows: Rows<Session> }) {
  if (!rows.known || rows.value.rows.length === 0) {
    return null;
  }
  const duration = (ms: number) => formatDuration(ms, locale.value);
  return (
    <DataTable
      id="sessions"
      caption={t('panel.sessions.title')}
      rows={rows.value.rows}
      total={rows.value.total}
      shown={5}
      rowKey={({ frontend, connectionId }) => `${frontend ?? ''}|${connectionId}`}
      columns={[
        textColumn<Session>(
          'session',
          t('panel.column.session'),
          ({ user, connectionId }) => `${user} ${connectionId}`,
          { tip: sessionTip },
        ),
        textColumn<Session>('command', t('panel.column.command'), ({ command }) => command, {
          width: '84px',
        }),
        figureColumn(rows, 'timeMs', t('panel.column.since'), duration, { width: '68px' }),
      ]}
      actions={sessionActions}
    />
  );
}

function sessionTip({ host, frontend, database, sql }: Session): string {
  return [host, frontend, database, sql].filter((text) => text !== null).join('\n');
}
