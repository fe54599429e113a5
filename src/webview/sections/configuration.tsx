import type { ConfigurationDrift } from '../../shared/model/nodeDetails';
import type { Rows } from '../../shared/reading';
import type { Column } from '../components/dataTable';
import { DataTable } from '../components/dataTable';
import { RowsBox } from '../components/moduleBox';
import { t } from '../text';

/** Settings that somebody changed, or in which nodes differ. */
export function ConfigurationTable({ configuration }: { configuration: Rows<ConfigurationDrift> }) {
  return (
    <RowsBox
      rows={configuration}
      what={t('panel.what.configuration')}
      empty={t('panel.empty.configuration')}
    >
      {({ rows, total }) => (
        <DataTable
          id="configuration"
          caption={t('panel.nodes.configuration')}
          rows={rows}
          total={total}
          shown={6}
          rowKey={({ role, key }) => `${role}|${key}`}
          columns={columns()}
        />
      )}
    </RowsBox>
  );
}

/** An empty value is a value: it must be seen. */
const shown = (value: string): string => (value === '' ? '""' : value);

const columns = (): readonly Column<ConfigurationDrift>[] => [
  {
    id: 'key',
    label: t('panel.column.setting'),
    sort: ({ key }) => key,
    cell: ({ role, key }) => (
      <span class="ellipsis" data-tip={key}>
        <span class="muted">{role === 'fe' ? 'FE' : 'BE, CN'}</span> {key}
      </span>
    ),
  },
  {
    id: 'value',
    label: t('panel.column.value'),
    width: '110px',
    sort: ({ value }) => value,
    cell: ({ value }) => <span class="ellipsis">{shown(value)}</span>,
  },
  {
    id: 'standard',
    label: t('panel.column.standard'),
    width: '110px',
    sort: ({ standard }) => standard,
    cell: ({ standard }) => (standard === null ? '' : shown(standard)),
  },
  {
    id: 'others',
    label: t('panel.column.others'),
    priority: 2,
    sort: ({ others }) => Object.keys(others).length,
    cell: ({ others }) => {
      const all = Object.entries(others)
        .map(([host, value]) => `${host}: ${shown(value)}`)
        .join('\n');
      return (
        <span class="ellipsis" data-tip={all}>
          {all.replaceAll('\n', ', ')}
        </span>
      );
    },
  },
];
