import { formatNumber } from '../../shared/format';
import type { ClusterHealth } from '../../shared/model/clusterHealth';
import { subjectName } from '../../shared/ids';
import { locale, say, t } from '../text';
import { readingText, readingTip } from '../view/readingText';
import { usePage } from './context';
import { LostPointsStrip } from './lostPointsStrip';

/** 100 minus named deductions: the bar, the lines, what remains, and how much could be judged. */
export function ScoreReceipt({ health }: { health: ClusterHealth }) {
  const { store } = usePage();
  const { score, deductions, muted, judged, applicable } = health;
  const number = (value: number) => formatNumber(value, locale.value);
  const tip = readingTip(score, number, locale.value, store.now.peek());
  const levelOf = (rule: string) =>
    health.problems.find((problem) => problem.rule === rule)?.level === 'critical'
      ? 'critical'
      : 'warning';
  return (
    <aside class="receipt" aria-label={t('panel.score.title')} data-testid="score">
      <div>
        <p class="score-line">
          <span class="score-title">{t('panel.score.title')}</span>
          <b
            class={score.known ? '' : 'missing'}
            data-value={score.known ? score.value : 'unknown'}
            data-tip={tip}
          >
            {readingText(score, number)}
          </b>
          <span class="muted">{t('panel.score.of')}</span>
        </p>
        {score.known ? (
          <div class="score-bar" aria-hidden="true">
            <i class="score-left" style={{ flexGrow: score.value }} />
            {deductions.map((line) => (
              <i
                key={`${line.rule}|${line.subject ?? ''}`}
                class={`score-${levelOf(line.rule)}`}
                style={{ flexGrow: line.points }}
              />
            ))}
          </div>
        ) : (
          <div class="score-bar hatched" aria-hidden="true" />
        )}
      </div>
      <dl>
        {deductions.map((line) => (
          <div key={`${line.rule}|${line.subject ?? ''}`}>
            <dt data-tip={line.subject === null ? '' : subjectName(line.subject)}>
              <i class={`score-key score-${levelOf(line.rule)}`} aria-hidden="true" />
              {say(line.title)}
            </dt>
            <dd>−{number(line.points)}</dd>
          </div>
        ))}
        {score.known ? (
          <div class="score-rest">
            <dt>{t('panel.score.remaining')}</dt>
            <dd>{number(score.value)}</dd>
          </div>
        ) : null}
      </dl>
      <p class="muted">
        {t(judged < applicable ? 'panel.score.judged' : 'panel.score.allJudged', {
          judged,
          applicable,
        })}
      </p>
      {muted === undefined ? null : <p class="muted">{t('panel.score.muted', { ...muted })}</p>}
      <LostPointsStrip />
    </aside>
  );
}
