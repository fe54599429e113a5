import { formatBytes } from '../../shared/format';
import { hostOf, roleOf, type NodeId } from '../../shared/ids';
import type { ComputeDetails, NodeDisk } from '../../shared/model/nodeDetails';
import type { PhraseId } from '../../shared/phrases.en';
import { isApplicable, mapReading, type Reading, type Rows } from '../../shared/reading';
import type { SeriesUnit } from '../../shared/series';
import { nodeCharts } from '../charts/nodeCharts';
import { figureColumn } from '../components/columns';
import { usePage } from '../components/context';
import type { Column } from '../components/dataTable';
import { DataTable } from '../components/dataTable';
import { Figure } from '../components/figure';
import { Glyph } from '../components/glyph';
import { ModuleBox, RowsBox } from '../components/moduleBox';
import { Block } from '../components/sectionFrame';
import { TrendChart } from '../components/trendChart';
import { locale, say, t } from '../text';
import { nodeFacts, type AnyNode } from '../view/nodeFacts';
import { glyphOfNode } from '../view/severity';
import { Breadcrumb } from './breadcrumb';
import { MemoryParts } from './memoryParts';

/** One node: what is wrong with it, its figures, disks and memory, and its charts. */
export function NodePage({ node }: { node: NodeId }) {
  const { store } = usePage();
  const details = store.modules.nodes.value;
  const role = roleOf(node);
  return (
    <div class="detail" data-testid="node-page" data-node={node}>
      <Breadcrumb section="nodes" title={t('panel.section.nodes')} here={hostOf(node)} />
      <ModuleBox reading={details} what={t('panel.what.nodes')} lines={6}>
        {({ frontends, compute }) => {
          const rows = role === 'fe' ? frontends : compute;
          const row: AnyNode | undefined = rows.known
            ? rows.value.rows.find((each) => each.node === node)
            : undefined;
          return row === undefined ? (
            <p class="quiet">{t('panel.page.noNode', { node: hostOf(node) })}</p>
          ) : (
            <NodeHead row={row} />
          );
        }}
      </ModuleBox>
      {role === 'fe' ? null : <MemoryParts node={node} />}
      <Block title={t('panel.section.trends')} detail={t('panel.page.median')}>
        <div class="charts">
          {nodeCharts(role).map((spec) => (
            <TrendChart key={spec.id} spec={spec} node={node} />
          ))}
        </div>
      </Block>
    </div>
  );
}

function NodeHead({ row }: { row: AnyNode }) {
  const { store } = usePage();
  const problems = store.problems.value.filter(({ subject }) => subject === row.node);
  const [, ...facts] = nodeFacts(row);
  return (
    <>
      <h2 class="name">
        <Glyph name={glyphOfNode(row)} /> {row.host}{' '}
        <span class="muted">
          {row.role.toLowerCase()} · {t(`panel.node.${row.state}`)}
        </span>
      </h2>
      {problems.length === 0 ? (
        <p class="quiet">{t('panel.page.noProblem')}</p>
      ) : (
        <ul class="page-problems">
          {problems.map((problem) => (
            <li key={problem.rule}>
              <Glyph name={problem.level} /> <b>{say(problem.title)}</b>{' '}
              <span class="muted">{say(problem.evidence)}</span>
            </li>
          ))}
        </ul>
      )}
      <dl class="resource-line">
        {figuresOf(row)
          .filter(({ reading }) => isApplicable(reading))
          .map(({ label, reading, unit }) => (
            <div key={label}>
              <dt>{t(label)}</dt>
              <dd>
                <b>
                  <Figure reading={reading} unit={unit} />
                </b>
              </dd>
            </div>
          ))}
      </dl>
      <ul class="page-facts">
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      {'disks' in row ? <Disks disks={row.disks} /> : null}
    </>
  );
}

type NodeFigure = {
  readonly label: PhraseId;
  readonly reading: Reading<number>;
  readonly unit: SeriesUnit;
};

function figuresOf(row: AnyNode): readonly NodeFigure[] {
  return 'heapPct' in row
    ? [
        { label: 'panel.column.heap', reading: row.heapPct, unit: 'percent' },
        { label: 'panel.column.qps', reading: row.qps, unit: 'perSecond' },
        { label: 'panel.column.p99', reading: row.p99, unit: 'ms' },
        { label: 'panel.kpi.connections', reading: row.connections, unit: 'count' },
        { label: 'panel.column.replayLag', reading: row.replayLag, unit: 'count' },
      ]
    : computeFigures(row);
}

function computeFigures(row: ComputeDetails): readonly NodeFigure[] {
  return [
    { label: 'panel.column.cpu', reading: row.cpuPct, unit: 'percent' },
    { label: 'panel.column.memory', reading: row.memPct, unit: 'percent' },
    { label: 'panel.column.disk', reading: row.diskPct, unit: 'percent' },
    { label: 'panel.column.cache', reading: row.cachePct, unit: 'percent' },
    { label: 'panel.column.tablets', reading: row.tablets, unit: 'count' },
    { label: 'panel.column.queries', reading: row.runningQueries, unit: 'count' },
    { label: 'panel.chart.versions', reading: row.versions, unit: 'count' },
    { label: 'panel.chart.compactions', reading: row.compactions, unit: 'count' },
  ];
}

function Disks({ disks }: { disks: ComputeDetails['disks'] }) {
  if (!isApplicable(disks)) {
    return null;
  }
  const rows = mapReading(disks, (list) => ({
    rows: list,
    total: list.length,
    truncated: false,
  }));
  return (
    <Block title={t('panel.page.disks')}>
      <RowsBox rows={rows} what={t('panel.page.whatDisks')} empty={t('panel.page.noDisks')}>
        {({ rows: list }) => (
          <DataTable
            id="nodeDisks"
            caption={t('panel.page.disks')}
            rows={list}
            rowKey={({ path }) => path}
            columns={diskColumns(rows)}
          />
        )}
      </RowsBox>
    </Block>
  );
}

const bytes = (value: number) => formatBytes(value, locale.value);

function diskColumns(rows: Rows<NodeDisk>): readonly Column<NodeDisk>[] {
  const size = (id: 'total' | 'avail' | 'dataUsed', label: string) =>
    figureColumn(rows, id, label, bytes, { width: '96px' });
  return [
    { id: 'path', label: t('panel.page.path'), sort: ({ path }) => path, cell: ({ path }) => path },
    figureColumn(rows, 'usedPct', t('panel.page.used'), (value) => `${Math.round(value)}%`, {
      width: '72px',
      className: ({ usable }) => (usable === false ? 'ink-critical' : ''),
    }),
    size('total', t('panel.page.size')),
    size('avail', t('panel.page.free')),
    size('dataUsed', t('panel.page.tabletData')),
  ];
}
