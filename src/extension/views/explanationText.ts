import type { Explanation } from '../../shared/api';
import { formatDuration, formatMoment, renderPhrase, type Locale } from '../../shared/format';
import type { FigureNote } from '../../shared/figureNotes';
import type { SourceId } from '../../shared/ids';
import { liveModuleIds } from '../../shared/model/extendedOverview';
import { phrase, type Phrase } from '../../shared/phrase';
import { unknownReasons } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import { moduleSources } from '../overview/moduleSources';
import { escapeMarkdown } from './displayText';

export type ExplanationContext = {
  readonly cluster: string;
  readonly now: EpochMs;
  readonly locale: Locale;
  readonly notes: Readonly<Record<string, FigureNote>>;
};

/** How a source's numbers were got, as Markdown; whatever the cluster says stands in fences. */
export function explanationText(
  explanation: Explanation,
  { cluster, now, locale, notes }: ExplanationContext,
): string {
  const { source, node, asked, message, answer } = explanation;
  const say = (text: Phrase) => renderPhrase(text, locale);
  const of = node === undefined ? '' : ` (${escapeMarkdown(node)})`;
  return [
    `# ${escapeMarkdown(cluster)}: \`${source}\`${of}`,
    fenced(asked, /^https?:/.test(asked) ? '' : 'sql'),
    facts(explanation, now, locale)
      .map((fact) => `- ${say(fact)}`)
      .join('\n'),
    ...(message === undefined ? [] : [fenced(message, '')]),
    ...(answer === undefined
      ? []
      : [
          `## ${say(phrase('statement.answer'))}`,
          say(phrase('statement.literals')),
          fenced(answer, 'json'),
        ]),
    ...figuresText(source, notes, locale),
    `${say(phrase('statement.more'))}\n`,
  ].join('\n\n');
}

function facts(explanation: Explanation, now: EpochMs, locale: Locale): readonly Phrase[] {
  const { source, form, askedAt, tookMs, rows, coverage, why } = explanation;
  const modules = liveModuleIds.filter((id) => moduleSources[id].includes(source));
  const took = formatDuration(tookMs, locale);
  return [
    phrase('statement.asked', { at: formatMoment(askedAt, locale, now), took }),
    phrase('statement.form', { form }),
    ...(rows === undefined ? [] : [phrase('statement.rows', { rows })]),
    ...(coverage === undefined
      ? []
      : [phrase('statement.coverage', { have: coverage.have, of: coverage.of })]),
    ...(why === undefined
      ? []
      : [phrase('statement.failed', { why: renderPhrase(phrase(`reason.${why}`), locale) })]),
    ...(modules.length === 0
      ? []
      : [phrase('statement.modules', { modules: modules.map((id) => `\`${id}\``).join(', ') })]),
  ];
}

/** What is computed from a source: formula, and what else it may be unknown for. */
function figuresText(
  source: SourceId,
  notes: ExplanationContext['notes'],
  locale: Locale,
): readonly string[] {
  const figures = Object.entries(notes).filter(([, { sources }]) => sources.includes(source));
  const lines = figures.map(([field, { formula, unknown }]) => {
    const reasons = unknownReasons.filter((why) => unknown.includes(why));
    const why = reasons.map((reason) => renderPhrase(phrase(`reason.${reason}`), locale));
    const when = phrase('statement.unknown', { why: why.join(', ') });
    return `- \`${field}\`: ${formula}${why.length === 0 ? '' : ` ${renderPhrase(when, locale)}`}`;
  });
  return lines.length === 0
    ? []
    : [`## ${renderPhrase(phrase('statement.figures'), locale)}`, lines.join('\n')];
}

/** A fence longer than any row of backticks in the text, which it cannot end. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
