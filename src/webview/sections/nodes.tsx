import { formatDuration, formatNumber } from '../../shared/format';
import type { ComputeDetails, FrontendDetails, NodeDetails } from '../../shared/model/nodeDetails';
import type { ResourceMetrics, WorstNode } from '../../shared/model/resourceMetrics';
import { hostOf } from '../../shared/ids';
import { isApplicable, type Reading, type Rows } from '../../shared/reading';
import { defaultThresholds, ruleNumbers } from '../../shared/thresholds';
import { secondMs } from '../../shared/time';
import { usePage } from '../components/context';
import type { Column } from '../components/dataTable';
import { DataTable } from '../components/dataTable';
import { Figure, MeterFigure, Missing } from '../components/figure';
import { Glyph } from '../components/glyph';
import { ModuleBox, RowsBox } from '../components/moduleBox';
import { Block, SectionFrame } from '../components/sectionFrame';
import { locale, t } from '../text';
import { nodeFacts, type AnyNode } from '../view/nodeFacts';
import { nodesSentence } from '../view/nodesSentence';
import { quantityText } from '../../shared/quantity';
import { columnReason, readingText, readingTip } from '../view/readingText';
import { glyphOfNode, levelAt } from '../view/severity';
import { ConfigurationTable } from './configuration';

/** Every node, in natural order; what is not measured is hatched, what is down keeps its last values. */
export function NodesSection() {
  const { store } = usePage();
  const nodes = store.modules.nodes.value;
  return (
    <SectionFrame
      id="nodes"
      title={t('panel.section.nodes')}
      sentence={nodes?.known === true ? nodesSentence(nodes.value) : ''}
    >
      <ModuleBox reading={nodes} what={t('panel.what.nodes')} lines={6}>
        {(value) => <NodeTables nodes={value} />}
      </ModuleBox>
      <ModuleBox reading={store.modules.resources.value} what={t('panel.what.resources')} lines={1}>
        {(value) => <Resources resources={value} />}
      </ModuleBox>
    </SectionFrame>
  );
}

function NodeTables({ nodes }: { nodes: NodeDetails }) {
  return (
    <div class="grid-nodes">
      <RowsBox
        rows={nodes.frontends}
        what={t('panel.what.frontends')}
        empty={t('panel.empty.frontends')}
      >
        {({ rows, total }) => (
          <DataTable
            id="frontends"
            caption={t('panel.nodes.frontends')}
            rows={rows}
            total={total}
            shown={20}
            rowKey={(row) => row.node}
            rowProps={rowProps}
            columns={frontendColumns(nodes.frontends)}
          />
        )}
      </RowsBox>
      <RowsBox rows={nodes.compute} what={t('panel.what.compute')} empty={t('panel.empty.compute')}>
        {({ rows, total }) => (
          <DataTable
            id="compute"
            caption={t('panel.nodes.compute')}
            rows={rows}
            total={total}
            shown={50}
            rowKey={(row) => row.node}
            rowProps={rowProps}
            columns={computeColumns(nodes.compute, rows)}
          />
        )}
      </RowsBox>
      <Block title={t('panel.nodes.configuration')}>
        <ConfigurationTable configuration={nodes.configuration} />
      </Block>
    </div>
  );
}

function rowProps(row: AnyNode) {
  return {
    'data-testid': 'node-row',
    'data-node': row.node,
    class: row.state === 'down' ? 'dead' : '',
    tabIndex: 0,
    'data-tip': nodeFacts(row).join('\n'),
  };
}

function nameColumn<R extends AnyNode>(label: string, width: string): Column<R> {
  const { store } = usePage();
  return {
    id: 'name',
    label,
    width,
    sort: (row) => row.host,
    cell: (row) => (
      <span class="name">
        <Glyph name={glyphOfNode(row)} />
        <button
          type="button"
          class="name-link ellipsis"
          data-testid="open-node"
          aria-label={t('panel.page.openNode', { node: row.host })}
          onClick={() => {
            store.openPage({ kind: 'node', node: row.node });
          }}
        >
          {row.host}
        </button>
        {row.state === 'up' || row.state === 'partial' ? null : (
          <span class={`node-state ${row.state === 'down' ? 'ink-critical' : 'muted'}`}>
            {t(`panel.node.${row.state}`)}
          </span>
        )}
      </span>
    ),
  };
}

function heartbeatColumn<R extends AnyNode>(rows: Rows<R>): Column<R> {
  // Age at the moment of the answer: it says how fresh the leader's own view was.
  const age = (row: R) =>
    !rows.known || row.lastHeartbeatAt === null
      ? null
      : Math.max(0, rows.observedAt - row.lastHeartbeatAt);
  return {
    id: 'heartbeat',
    label: t('panel.column.heartbeat'),
    numeric: true,
    priority: 2,
    width: '82px',
    sort: age,
    cell: (row) => {
      const value = age(row);
      return value === null ? (
        <Missing tip={columnReason(rows, 'lastHeartbeatAt', locale.value)} />
      ) : (
        <span class={row.state === 'down' ? 'ink-critical' : ''}>
          {formatDuration(wholeSeconds(value), locale.value)}
        </span>
      );
    },
  };
}

/** Heartbeats come in seconds; tenths would only dance. */
const wholeSeconds = (ms: number) => (ms < secondMs ? ms : Math.floor(ms / secondMs) * secondMs);

const sortable = (reading: Reading<number>) => (reading.known ? reading.value : null);

function frontendColumns(rows: Rows<FrontendDetails>): readonly Column<FrontendDetails>[] {
  const { store } = usePage();
  const problems = store.problems.value;
  const { heapWarningPct } = store.header.value?.thresholds ?? defaultThresholds;
  return [
    nameColumn(t('panel.column.frontend'), '30%'),
    {
      id: 'role',
      label: t('panel.column.role'),
      priority: 2,
      width: '78px',
      sort: (row) => row.role,
      cell: (row) =>
        row.role === 'LEADER' ? <b>{row.role.toLowerCase()}</b> : row.role.toLowerCase(),
    },
    {
      id: 'heap',
      label: t('panel.column.heap'),
      numeric: true,
      width: '120px',
      sort: (row) => sortable(row.heapPct),
      cell: (row) => (
        <MeterFigure
          reading={row.heapPct}
          level={levelAt(problems, 'fe.heap', row.node)}
          tick={heapWarningPct}
        />
      ),
    },
    {
      id: 'qps',
      label: t('panel.column.qps'),
      numeric: true,
      priority: 2,
      width: '70px',
      sort: (row) => sortable(row.qps),
      cell: (row) => <Figure reading={row.qps} unit="perSecond" />,
    },
    {
      id: 'p99',
      label: t('panel.column.p99'),
      numeric: true,
      width: '74px',
      sort: (row) => sortable(row.p99),
      cell: (row) => <Figure reading={row.p99} unit="ms" />,
    },
    {
      id: 'connections',
      label: t('panel.column.connections'),
      numeric: true,
      width: '58px',
      sort: (row) => sortable(row.connections),
      cell: (row) => <Figure reading={row.connections} unit="count" />,
    },
    {
      id: 'lag',
      label: t('panel.column.replayLag'),
      numeric: true,
      priority: 3,
      width: '76px',
      sort: (row) => sortable(row.replayLag),
      cell: (row) => {
        const level = levelAt(problems, 'fe.replay', row.node);
        return (
          <span class={level === undefined ? '' : `ink-${level}`}>
            <Figure reading={row.replayLag} unit="count" />
          </span>
        );
      },
    },
    heartbeatColumn(rows),
  ];
}

function computeColumns(
  rows: Rows<ComputeDetails>,
  list: readonly ComputeDetails[],
): readonly Column<ComputeDetails>[] {
  const { store } = usePage();
  const problems = store.problems.value;
  const { cpuWarningPct, memWarningPct } = store.header.value?.thresholds ?? defaultThresholds;
  const applies = (pick: (row: ComputeDetails) => Reading<number>) =>
    list.some((row) => isApplicable(pick(row)));
  const meter = (
    id: string,
    label: string,
    pick: (row: ComputeDetails) => Reading<number>,
    rule?: 'cpu.node' | 'mem.node' | 'disk.full',
    tick?: number,
  ): Column<ComputeDetails> => ({
    id,
    label,
    numeric: true,
    sort: (row) => sortable(pick(row)),
    cell: (row) => (
      <MeterFigure
        reading={pick(row)}
        level={rule === undefined ? undefined : levelAt(problems, rule, row.node)}
        tick={tick}
      />
    ),
  });
  return [
    nameColumn(
      t(
        list.some(({ role }) => role === 'be')
          ? 'panel.column.backend'
          : 'panel.column.computeNode',
      ),
      '24%',
    ),
    meter('cpu', t('panel.column.cpu'), (row) => row.cpuPct, 'cpu.node', cpuWarningPct),
    meter('memory', t('panel.column.memory'), (row) => row.memPct, 'mem.node', memWarningPct),
    ...(applies((row) => row.diskPct)
      ? [meter('disk', t('panel.column.disk'), (row) => row.diskPct, 'disk.full', diskTickPct)]
      : []),
    ...(list.some(({ cachePct }) => isInstalled(cachePct))
      ? [meter('cache', t('panel.column.cache'), (row) => row.cachePct)]
      : []),
    {
      id: 'tablets',
      label: t('panel.column.tablets'),
      numeric: true,
      priority: 2,
      width: '74px',
      sort: (row) => sortable(row.tablets),
      cell: (row) => <Figure reading={row.tablets} unit="count" />,
    },
    {
      id: 'queries',
      label: t('panel.column.queries'),
      numeric: true,
      priority: 2,
      width: '66px',
      sort: (row) => sortable(row.runningQueries),
      cell: (row) => <Figure reading={row.runningQueries} unit="count" />,
    },
    heartbeatColumn(rows),
  ];
}

/** Nodes without a cache need no column of dashes. */
const isInstalled = (reading: Reading<number>) =>
  isApplicable(reading) && (reading.known || reading.why !== 'not-installed');

/** From here on a disk is told of. */
const diskTickPct = ruleNumbers.diskWarningPct;

/** The cluster's resources in one line each: weighted average and the worst node by name. */
function Resources({ resources }: { resources: ResourceMetrics }) {
  const { store } = usePage();
  const worst = (reading: Reading<WorstNode>, format: (value: number) => string) => {
    const text = ({ node, value, detail }: WorstNode) =>
      `${format(value)} ${hostOf(node)}${detail === undefined ? '' : ` ${detail}`}`;
    const tip = readingTip(reading, text, locale.value, store.now.peek());
    return reading.known ? (
      <span data-tip={tip}>{readingText(reading, text)}</span>
    ) : (
      <Missing tip={tip} />
    );
  };
  const percent = (value: number) => quantityText(value, 'percent', locale.value);
  const isShown = (...readings: Reading<unknown>[]) => readings.some(isApplicable);
  return (
    <dl class="resource-line">
      {(['cpu', 'memory', 'heap'] as const).map((id) => (
        <div key={id}>
          <dt>{t(`panel.resource.${id}`)}</dt>
          <dd>
            <b>
              <Figure reading={resources[id].average} unit="percent" />
            </b>{' '}
            <span class="muted">
              {t('panel.resource.worst')} {worst(resources[id].worst, percent)}
            </span>
          </dd>
        </div>
      ))}
      {isShown(resources.disk.used) ? (
        <div>
          <dt>{t('panel.resource.disk')}</dt>
          <dd>
            <b>
              <Figure reading={resources.disk.used} unit="bytes" />
            </b>{' '}
            <span class="muted">
              {t('panel.resource.of')} <Figure reading={resources.disk.total} unit="bytes" />
            </span>
          </dd>
        </div>
      ) : null}
      {isShown(resources.cache.used, resources.cache.quota) ? (
        <div>
          <dt>{t('panel.resource.cache')}</dt>
          <dd>
            <b>
              <Figure reading={resources.cache.used} unit="bytes" />
            </b>{' '}
            <span class="muted">
              {t('panel.resource.of')} <Figure reading={resources.cache.quota} unit="bytes" />
            </span>
          </dd>
        </div>
      ) : null}
      <div>
        <dt>{t('panel.resource.files')}</dt>
        <dd>{worst(resources.fileDescriptors, percent)}</dd>
      </div>
      <div>
        <dt>{t('panel.resource.load')}</dt>
        <dd>{worst(resources.loadAverage, (value) => formatNumber(value, locale.value))}</dd>
      </div>
      <div>
        <dt>{t('panel.resource.gc')}</dt>
        <dd>
          <Figure reading={resources.gcOld} unit="msPerSecond" />
        </dd>
      </div>
    </dl>
  );
}
