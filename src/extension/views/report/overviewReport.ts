import { formatDuration, formatNumber, renderPhrase, type Locale } from '../../../shared/format';
import type { ExtendedOverview } from '../../../shared/model/extendedOverview';
import type { Problem } from '../../../shared/model/problem';
import { within } from '../../../shared/reading';
import { sourceText } from '../../../shared/sourceText';
import { displayText } from '../displayText';
import { noValue } from '../readingText';
import { say } from '../say';
import type { Report, ReportBlock } from './reportBlocks';
import { dataTable, kpiTable } from './reportFigures';
import { failedSources, reportHead, verdictTitle } from './reportHead';
import { nodeTables } from './reportNodes';
import { unknownText, utcText } from './reportText';
import { trendBlocks } from './reportTrends';
import { tableBlock } from './tableBlock';

const mostShapes = 5;

/**
 * One overview as a report for a ticket. Statements are told by their shapes, whose literals are left
 * out; users, passwords and addresses of the profile are not in it.
 */
export function overviewReport(
  overview: ExtendedOverview,
  productVersion: string,
  locale: Locale,
): Report {
  const { modules, header } = overview;
  const heading = (text: string): ReportBlock => ({ kind: 'heading', text });
  return {
    title: say(locale, 'report.title', {
      cluster: displayText(header.name, 80),
      verdict: verdictTitle(modules.health, locale),
    }),
    locale,
    blocks: [
      reportHead(overview, productVersion, locale),
      heading(say(locale, 'report.problems')),
      ...problemBlocks(overview, locale),
      heading(say(locale, 'panel.section.kpis')),
      kpiTable(modules, locale),
      heading(say(locale, 'panel.figure.title')),
      dataTable(modules, locale),
      heading(say(locale, 'panel.section.nodes')),
      ...nodeTables(modules, locale),
      ...trendBlocks(modules, locale),
      heading(say(locale, 'report.shapes')),
      ...shapeBlocks(overview, locale),
      ...failedBlocks(overview, locale),
    ],
  };
}

function problemBlocks({ modules: { health } }: ExtendedOverview, locale: Locale) {
  if (health?.known !== true) {
    return [text(health === undefined ? noValue : unknownText(health, locale))];
  }
  const { problems } = health.value;
  const words = ({ level, state }: Problem) =>
    state === 'open'
      ? say(locale, `panel.level.${level}`)
      : `${say(locale, `panel.level.${level}`)} (${say(locale, `host.alert.${state}`)})`;
  return problems.length === 0
    ? [text(say(locale, 'report.noProblem'))]
    : [
        tableBlock(
          [
            'report.column.level',
            'report.column.problem',
            'report.evidence',
            'report.since',
            'report.column.points',
          ],
          problems.map((problem) => [
            words(problem),
            displayText(renderPhrase(problem.title, locale), 200),
            displayText(renderPhrase(problem.evidence, locale), 500),
            utcText(problem.since),
            problem.points === 0 ? '' : `−${formatNumber(problem.points, locale)}`,
          ]),
          locale,
        ),
      ];
}

function shapeBlocks({ modules: { slowQueries } }: ExtendedOverview, locale: Locale) {
  const shapes = within(slowQueries, (value) => value.shapes);
  if (!shapes.known) {
    return [text(unknownText(shapes, locale))];
  }
  const { rows } = shapes.value;
  return rows.length === 0
    ? [text(say(locale, 'report.none'))]
    : [
        tableBlock(
          [
            'panel.column.database',
            'panel.column.shape',
            'panel.column.times',
            'report.column.longest',
          ],
          rows
            .slice(0, mostShapes)
            .map(({ database, fingerprint, queries, longestMs }) => [
              displayText(database ?? ''),
              displayText(fingerprint, 300),
              formatNumber(queries, locale),
              formatDuration(longestMs, locale),
            ]),
          locale,
        ),
      ];
}

function failedBlocks(overview: ExtendedOverview, locale: Locale): readonly ReportBlock[] {
  const failed = failedSources(overview);
  return failed.length === 0
    ? []
    : [
        { kind: 'heading', text: say(locale, 'report.failed') },
        tableBlock(
          ['panel.column.source', 'report.column.why'],
          failed.map(({ source, why }) => [
            sourceText(source, locale),
            why === undefined ? noValue : say(locale, `reason.${why}`),
          ]),
          locale,
        ),
      ];
}

function text(words: string): ReportBlock {
  return { kind: 'text', text: words };
}
