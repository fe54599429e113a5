import { useEffect, useState } from 'preact/hooks';
import { promqlText } from '../../shared/promql';
import { chartCsv } from '../charts/chartTable';
import type { ChartModel } from '../charts/chartModel';
import { linesForReading } from '../charts/chartModel';
import { chartPicture } from '../charts/chartPicture';
import type { ChartSpec } from '../charts/chartSpecs';
import { readPalette } from '../charts/palette';
import { t } from '../text';
import { copied, copyText } from '../view/copied';
import { Menu } from './menu';

const shownMs = 3_000;

/** What can be taken out of a chart. */
export function ChartMenu({
  spec,
  model,
  canvas,
  table,
  onTable,
}: {
  spec: ChartSpec;
  model: ChartModel;
  canvas: () => HTMLCanvasElement | null;
  /** Whether the table is shown in place of the chart. */
  table: boolean;
  onTable: (shown: boolean) => void;
}) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => {
      setSaid('');
    }, shownMs);
    return () => {
      clearTimeout(timer);
    };
  }, [said]);
  const title = `${t(spec.title)} (${t(spec.unitWords)})`;
  const say = (copying: Promise<string>) => {
    void copying.then(setSaid);
  };
  const copyCsv = () => {
    const lines = linesForReading(model);
    return copyText(
      chartCsv(
        { ...model, lines },
        lines.map(({ label }) => `${t(label)} (${t(spec.unitWords)})`),
        t('panel.chart.unknownBecause'),
      ),
    );
  };
  const copyPicture = async () => {
    const drawn = canvas();
    if (drawn !== null) {
      const picture = await chartPicture(drawn, title, readPalette());
      await navigator.clipboard.write([new ClipboardItem({ [picture.type]: picture })]);
    }
  };
  const queries = promqlText(
    spec.lines
      .filter(({ style }) => style !== 'ghost')
      .map(({ series, label }) => ({ series, title: `${title}: ${t(label)}` })),
  );
  return (
    <>
      <span class="said" role="status">
        {said}
      </span>
      <Menu
        label={t('panel.chart.menu', { title: t(spec.title) })}
        items={[
          {
            id: 'table',
            icon: table ? 'graph-line' : 'table',
            label: t(table ? 'panel.chart.asChart' : 'panel.chart.asTable'),
            run: () => {
              onTable(!table);
            },
          },
          {
            id: 'csv',
            icon: 'copy',
            label: t('panel.chart.copyCsv'),
            run: () => {
              say(copyCsv());
            },
          },
          ...(queries === undefined
            ? []
            : [
                {
                  id: 'promql',
                  icon: 'code',
                  label: t('panel.chart.copyPromql'),
                  run: () => {
                    say(copyText(queries));
                  },
                },
              ]),
          ...(table
            ? []
            : [
                {
                  id: 'png',
                  icon: 'device-camera',
                  label: t('panel.chart.copyPng'),
                  run: () => {
                    say(copied(copyPicture));
                  },
                },
              ]),
        ]}
      />
    </>
  );
}
