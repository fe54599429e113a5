import type { Locale } from '../../shared/format';
import {
  formatDuration,
  formatMoment,
  formatNumber,
  formatPercent,
  renderPhrase,
} from '../../shared/format';
import { hostOf } from '../../shared/ids';
import type { CauseReport, Suspect } from '../../shared/model/causes';
import { fewestCauseRounds } from '../../shared/model/causes';
import { markdownText } from '../../shared/markdownText';
import { phrase } from '../../shared/phrase';
import { eventText } from '../../shared/eventText';
import { quantityText } from '../../shared/quantity';

/** A suspect in one line: what it is, and on what that rests. */
export type SuspectText = { readonly title: string; readonly evidence: string };

export function suspectText(suspect: Suspect, locale: Locale): SuspectText {
  const say = (...args: Parameters<typeof phrase>) => renderPhrase(phrase(...args), locale);
  if (suspect.kind === 'event') {
    const { event } = suspect;
    return {
      title: eventText(event, locale),
      evidence: say('panel.cause.at', { at: formatMoment(event.at, locale) }),
    };
  }
  if (suspect.kind === 'ran') {
    const { kind, id, what, user, from, to } = suspect.ran;
    return {
      title: say(`panel.cause.ran.${kind}`, { what: what ?? id }),
      evidence: [
        say('panel.cause.ran.time', {
          from: formatMoment(from, locale),
          lasted: formatDuration(to - from, locale),
        }),
        ...(user === null ? [] : [user]),
        say('panel.cause.coincides'),
      ].join(' · '),
    };
  }
  const { family, series, node, unit, before, during, share } = suspect;
  const change = say('panel.cause.change', {
    series,
    before: quantityText(before, unit, locale),
    during: quantityText(during, unit, locale),
  });
  const part =
    share === undefined
      ? say('panel.cause.coincides')
      : say('panel.cause.share', {
          node: hostOf(share.node),
          percent: formatPercent(share.percent, locale),
        });
  return {
    title: say(`panel.cause.family.${family}`, { node: node === undefined ? '' : hostOf(node) }),
    evidence: `${change} · ${part}`,
  };
}

/** Why there is no suspect; undefined when there are some. */
export function noCauseText(report: CauseReport, locale: Locale): string | undefined {
  const { suspects, rounds, roundsBefore } = report;
  if (suspects.length > 0) {
    return undefined;
  }
  return rounds < fewestCauseRounds || roundsBefore < fewestCauseRounds
    ? renderPhrase(
        phrase('panel.cause.tooLittle', {
          n: formatNumber(rounds, locale),
          before: formatNumber(roundsBefore, locale),
        }),
        locale,
      )
    : renderPhrase(phrase('panel.cause.none'), locale);
}

/** For a ticket. Names of a cluster are escaped: they are text, never markup. */
export function causeMarkdown(report: CauseReport, cluster: string, locale: Locale): string {
  const moment = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z');
  const none = noCauseText(report, locale);
  const lines = report.suspects.map((suspect, index) => {
    const { title, evidence } = suspectText(suspect, locale);
    return `${index + 1}. **${markdownText(title)}**: ${markdownText(evidence)}`;
  });
  return [
    `### ${markdownText(cluster)}: ${moment(report.from)} – ${moment(report.to)}`,
    '',
    markdownText(
      renderPhrase(phrase('panel.cause.against', { from: moment(report.beforeFrom) }), locale),
    ),
    '',
    ...(none === undefined ? lines : [markdownText(none)]),
    '',
  ].join('\n');
}
