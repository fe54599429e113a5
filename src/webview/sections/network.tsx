import { formatBytes, formatPercent } from '../../shared/format';
import { hostOf } from '../../shared/ids';
import type { NetworkIoStats, NodeIo } from '../../shared/model/networkIoStats';
import type { Rows } from '../../shared/reading';
import { usePage } from '../components/context';
import type { Column } from '../components/dataTable';
import { DataTable } from '../components/dataTable';
import { Cell, Figure } from '../components/figure';
import { ModuleBox, RowsBox } from '../components/moduleBox';
import { SectionFrame } from '../components/sectionFrame';
import { locale, t } from '../text';
import { columnReason, readingText, readingTip } from '../view/readingText';

/** What goes over the wires and the disks, summed and per node; their past is among the trends. */
export function NetworkSection() {
  const { store } = usePage();
  return (
    <SectionFrame
      id="network"
      title={t('panel.section.network')}
      sentence={t('panel.network.sentence')}
    >
      <ModuleBox reading={store.modules.networkIo.value} what={t('panel.what.network')} lines={4}>
        {(value) => <Network io={value} />}
      </ModuleBox>
    </SectionFrame>
  );
}

function Network({ io }: { io: NetworkIoStats }) {
  const { store } = usePage();
  const busiest = (worst: { node: string; value: number; detail?: string }) =>
    `${formatPercent(worst.value, locale.value)} ${hostOf(worst.node)} ${worst.detail ?? ''}`.trim();
  return (
    <>
      <dl class="resource-line">
        {(['receive', 'send', 'read', 'write'] as const).map((id) => (
          <div key={id}>
            <dt>{t(`panel.network.${id}`)}</dt>
            <dd>
              <b>
                <Figure reading={io[id]} unit="bytesPerSecond" />
              </b>
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('panel.network.busiest')}</dt>
          <dd data-tip={readingTip(io.busiestDisk, busiest, locale.value, store.now.peek())}>
            <b>{readingText(io.busiestDisk, busiest)}</b>
          </dd>
        </div>
      </dl>
      <RowsBox rows={io.perNode} what={t('panel.what.network')} empty={t('panel.empty.network')}>
        {({ rows, total }) => (
          <DataTable
            id="nodeIo"
            caption={t('panel.section.network')}
            rows={rows}
            total={total}
            shown={8}
            rowKey={(row) => row.node}
            columns={columns(io.perNode)}
          />
        )}
      </RowsBox>
    </>
  );
}

function columns(rows: Rows<NodeIo>): readonly Column<NodeIo>[] {
  const figure = (
    id: 'receive' | 'send' | 'read' | 'write' | 'utilPct',
    label: string,
    format: (value: number) => string,
    priority?: 2,
  ): Column<NodeIo> => ({
    id,
    label,
    numeric: true,
    ...(priority === undefined ? {} : { priority }),
    sort: (row) => row[id],
    cell: (row) => (
      <Cell value={row[id]} why={columnReason(rows, id, locale.value)}>
        {row[id] === null ? '' : format(row[id])}
      </Cell>
    ),
  });
  const rate = (value: number) => `${formatBytes(value, locale.value)}/s`;
  return [
    {
      id: 'host',
      label: t('panel.column.node'),
      width: '22%',
      sort: (row) => row.host,
      cell: (row) => <b class="ellipsis">{row.host}</b>,
    },
    figure('receive', t('panel.network.receive'), rate),
    figure('send', t('panel.network.send'), rate),
    figure('read', t('panel.network.read'), rate, 2),
    figure('write', t('panel.network.write'), rate, 2),
    figure('utilPct', t('panel.network.util'), (value) => formatPercent(value, locale.value)),
  ];
}
