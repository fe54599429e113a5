import { formatDuration, formatNumber, renderPhrase, type Locale } from '../../../shared/format';
import type { ClusterHealth } from '../../../shared/model/clusterHealth';
import type {
  ExtendedOverview,
  Modules,
  SourceStatus,
} from '../../../shared/model/extendedOverview';
import { isCountedProblem } from '../../../shared/model/problem';
import { unknown, type Reading } from '../../../shared/reading';
import { sourceText } from '../../../shared/sourceText';
import type { EpochMs } from '../../../shared/time';
import { say } from '../say';
import { verdictWord } from '../verdictLook';
import type { ReportBlock } from './reportBlocks';
import { figureText, unknownText, utcText } from './reportText';

/** What a reader of a ticket needs first: how it is, since when, and on what that rests. */
export function reportHead(
  overview: ExtendedOverview,
  productVersion: string,
  locale: Locale,
): ReportBlock {
  const health = overview.modules.health ?? unknown<ClusterHealth>('not-recorded', overview.at);
  const ofHealth = (text: (value: ClusterHealth) => string) =>
    health.known ? text(health.value) : unknownText(health, locale);
  return {
    kind: 'facts',
    facts: [
      [say(locale, 'report.verdict'), ofHealth((value) => verdictText(value, locale))],
      [say(locale, 'report.since'), ofHealth((value) => sinceText(value, overview.at, locale))],
      [say(locale, 'panel.score.title'), ofHealth((value) => scoreText(value, locale))],
      [say(locale, 'report.moment'), momentText(overview, locale)],
      [say(locale, 'report.evidence'), evidenceText(overview, locale)],
      [say(locale, 'report.versions'), ofHealth((value) => versionsText(value, locale))],
      [say(locale, 'report.madeBy'), say(locale, 'report.maker', { version: productVersion })],
    ],
  };
}

/** The verdict in a word, for the title. */
export function verdictTitle(health: Reading<ClusterHealth> | undefined, locale: Locale): string {
  return verdictWord(health?.known === true ? health.value.verdict : 'unknown', locale);
}

function verdictText({ verdict, sentence, lastKnown }: ClusterHealth, locale: Locale): string {
  return [
    `${verdictWord(verdict, locale)}. ${renderPhrase(sentence, locale)}`,
    ...(lastKnown === undefined
      ? []
      : [
          say(locale, 'panel.verdict.lastKnown', {
            at: utcText(lastKnown.at),
            verdict: verdictWord(lastKnown.verdict, locale),
          }),
        ]),
  ].join(' ');
}

/** Since the oldest problem of the level that the verdict has. */
function sinceText({ verdict, problems }: ClusterHealth, at: EpochMs, locale: Locale): string {
  const [oldest] = problems
    .filter((problem) => isCountedProblem(problem) && problem.level === verdict)
    .sort((a, b) => a.since - b.since);
  if (oldest === undefined) {
    return say(locale, verdict === 'unknown' ? 'report.sinceUnknown' : 'report.noProblem');
  }
  return say(locale, oldest.sinceOrEarlier === true ? 'report.sinceOrEarlier' : 'report.sinceAt', {
    at: utcText(oldest.since),
    age: formatDuration(Math.max(0, at - oldest.since), locale),
    problem: renderPhrase(oldest.title, locale),
  });
}

function scoreText({ score, judged, applicable }: ClusterHealth, locale: Locale): string {
  return say(locale, 'report.score', {
    score: figureText(score, (value) => formatNumber(value, locale), locale),
    judged,
    applicable,
  });
}

function momentText({ at, past, header }: ExtendedOverview, locale: Locale): string {
  if (past === undefined) {
    return header.lastRoundAt === undefined
      ? say(locale, 'report.momentNothing', { at: utcText(at) })
      : say(locale, 'report.momentLive', { at: utcText(at), round: utcText(header.lastRoundAt) });
  }
  return past.stored === undefined
    ? say(locale, 'report.momentNothing', { at: utcText(past.askedAt) })
    : say(locale, 'report.momentPast', {
        at: utcText(past.askedAt),
        stored: utcText(past.stored.at),
        covers: { ms: past.stored.coversMs },
      });
}

/** What the known figures rest on and, of the present moment, how much does not answer. */
function evidenceText(overview: ExtendedOverview, locale: Locale): string {
  const names = [...sourcesOf(overview.modules)].sort().map((source) => sourceText(source, locale));
  const used =
    names.length === 0
      ? say(locale, 'report.evidenceNone')
      : say(locale, 'report.evidenceOf', { n: names.length, sources: names.join(', ') });
  const failed = failedSources(overview);
  return failed.length === 0
    ? used
    : `${used}; ${say(locale, 'report.evidenceFailed', { n: failed.length })}`;
}

/** What does not answer; none of a past moment: the header is that of now, and tells nothing of it. */
export function failedSources({ past, header }: ExtendedOverview): readonly SourceStatus[] {
  return past === undefined ? header.sources.filter(({ state }) => state === 'failed') : [];
}

/** The sources that readings name; our own bookkeeping is none. */
function sourcesOf(modules: Modules): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) {
      return;
    }
    const { known, source } = value as { readonly known?: unknown; readonly source?: unknown };
    if (known === true && typeof source === 'string' && source !== 'collector') {
      found.add(source);
    }
    Object.values(value).forEach(look);
  };
  look(modules);
  return found;
}

function versionsText({ versions, runMode }: ClusterHealth, locale: Locale): string {
  const list = figureText(
    versions,
    (all) =>
      all
        .map(({ version, nodes }) => say(locale, 'report.versionNodes', { version, nodes }))
        .join(', '),
    locale,
  );
  return `StarRocks ${list}; ${figureText(
    runMode,
    (mode) => say(locale, `panel.runMode.${mode}`),
    locale,
  )}`;
}
