/** docs/prometheus.md: each series as PromQL, each rule that can be one as an alert. */
import { promql } from '../../src/shared/promql';
import {
  clusterSeriesIds,
  nodeSeriesIds,
  seriesDefinition,
  type SeriesId,
} from '../../src/shared/series';
import { ruleIds } from '../../src/shared/thresholds';
import { prometheusAlerts, rulesYaml } from './prometheusRules';

/** A table cell: a plain `|` would end it. */
const cell = (query: string) => `\`${query.replaceAll('|', '\\|')}\``;

export function prometheusMarkdown(): string {
  const series: readonly SeriesId[] = [...clusterSeriesIds, ...nodeSeriesIds];
  const rows = series.flatMap((id) => {
    const query = promql[id];
    return query === undefined
      ? []
      : [`| \`${id}\` | ${seriesDefinition(id).unit} | ${cell(query)} |`];
  });
  const lacking = series.filter((id) => promql[id] === undefined);
  const judged = new Set(prometheusAlerts.map(({ rule }) => rule));
  const others = ruleIds.filter((rule) => !judged.has(rule));
  return `# The same in Prometheus

Written by \`npm run docs\` from \`src/shared/series.ts\`, \`src/shared/promql.ts\` and
\`src/shared/thresholds.ts\`. For the official scrape configuration: one job per cluster, FEs (port 8030) with
the label \`group="fe"\`, BEs and CNs (port 8040) with \`group="be"\`, every 15 s. \`$job\` is the job of the
cluster: a variable in Grafana, to be replaced elsewhere. _Copy as PromQL_ in the menu of a chart gives the same.

What differs from the overview: Prometheus has one instant per scrape and no coverage, so a sum silently misses
an FE that was not scraped; gauges of the leader are taken by \`max\`, for the other FEs export 0.

## Series

| Series | Unit | PromQL |
| :-- | :-- | :-- |
${rows.join('\n')}

Not there, because they come by SQL or are judged by the overview itself:
${lacking.map((id) => `\`${id}\``).join(', ')}.

## Rules

The levels are the defaults; a cluster's own ones are in its settings. Prometheus knows neither what is held by
another problem nor what is unknown: where a metric is missing, an alert resolves.

\`\`\`yaml
${rulesYaml()}
\`\`\`

Not there, because they need SQL, other nodes' answers or history:
${others.map((id) => `\`${id}\``).join(', ')}.
`;
}
