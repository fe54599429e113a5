import { formatMoment } from '../../shared/format';
import type { ChartModel } from '../charts/chartModel';
import { linesForReading } from '../charts/chartModel';
import type { ChartSpec } from '../charts/chartSpecs';
import type { ChartRow } from '../charts/chartTable';
import { chartRows } from '../charts/chartTable';
import { locale, t } from '../text';
import { quantityText } from '../../shared/quantity';
import { reasonText } from '../view/readingText';
import { usePage } from './context';
import type { Column } from './dataTable';
import { DataTable } from './dataTable';
import { Cell } from './figure';

/** A chart's buckets as a table, newest first. */
export function ChartTable({ spec, model }: { spec: ChartSpec; model: ChartModel }) {
  const { store } = usePage();
  const now = store.now.peek();
  const lines = linesForReading(model);
  const columns: readonly Column<ChartRow>[] = [
    {
      id: 'at',
      label: t('panel.column.time'),
      cell: ({ at }) => formatMoment(at, locale.value, now),
      sort: ({ at }) => at,
    },
    ...lines.map((line, index): Column<ChartRow> => ({
      id: `${line.series}${line.style ?? ''}`,
      label: t(line.label),
      numeric: true,
      sort: ({ values }) => values[index] ?? null,
      cell: ({ values, why }) => {
        const value = values[index] ?? null;
        return (
          <Cell value={value} why={reasonText(why ?? 'not-recorded', locale.value)}>
            {value === null ? null : quantityText(value, spec.unit, locale.value)}
          </Cell>
        );
      },
    })),
  ];
  return (
    <DataTable
      id={`chart-${spec.id}`}
      caption={t(spec.title)}
      columns={columns}
      rows={chartRows({ ...model, lines })}
      shown={5}
      rowKey={({ at }) => String(at)}
    />
  );
}
