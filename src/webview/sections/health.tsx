import { useRef } from 'preact/hooks';
import { formatDuration, formatMoment } from '../../shared/format';
import type { ClusterHealth } from '../../shared/model/clusterHealth';
import type { OverviewHeader } from '../../shared/model/extendedOverview';
import { isCountedProblem, type Problem } from '../../shared/model/problem';
import { sourceText } from '../../shared/sourceText';
import { minuteMs } from '../../shared/time';
import { Button, ProgressRing } from '../components/controls';
import { usePage } from '../components/context';
import { glyphOfSource } from '../components/footer';
import { Glyph } from '../components/glyph';
import { HealthRibbon } from '../components/healthRibbon';
import { goToNode, goToSection, openSection } from '../components/goTo';
import { ModuleBox } from '../components/moduleBox';
import { ScoreReceipt } from '../components/scoreReceipt';
import { locale, say, t } from '../text';
import { sectionOfRule, sectionOfTarget } from '../view/sectionOfRule';

/** The answer first: verdict with its reasons, problems with the next step, the sum behind the score. */
export function HealthSection() {
  const { store } = usePage();
  const header = store.header.value;
  const health = store.modules.health.value;
  const loading = header?.state === 'loading' && store.past.value === undefined;
  return (
    <section
      id="section-health"
      data-testid="section-health"
      class="bare"
      tabIndex={-1}
      aria-label={t('panel.section.health')}
    >
      {header !== undefined && loading ? <Reading header={header} /> : null}
      {loading ? null : (
        <ModuleBox reading={health} what={t('panel.what.health')}>
          {(value) => (
            <>
              <div class="grid-verdict">
                <div>
                  <Verdict health={value} disconnected={header?.state === 'disconnected'} />
                  <Problems
                    problems={value.problems}
                    urgent={header?.state !== 'disconnected' && header?.state !== 'no-credentials'}
                  />
                </div>
                <ScoreReceipt health={value} />
              </div>
              <VerdictSpeaker health={value} />
            </>
          )}
        </ModuleBox>
      )}
      <HealthRibbon />
    </section>
  );
}

/** While nothing is judged yet: which sources answered. */
function Reading({ header }: { header: OverviewHeader }) {
  const asked = header.sources.filter(({ state }) => state !== 'off');
  const answered = asked.filter(({ state }) => state === 'ok' || state === 'failed');
  return (
    <>
      <div class="verdict" data-testid="verdict">
        <ProgressRing />
        <div>
          <h2>
            {t('panel.loading.title')}{' '}
            <span>
              · {t('panel.loading.answered', { answered: answered.length, total: asked.length })}
            </span>
          </h2>
          <p>{t('panel.loading.text')}</p>
        </div>
      </div>
      <ul class="event-list">
        {asked.map((source) => (
          <li key={source.source}>
            <Glyph name={glyphOfSource(source.state)} small />{' '}
            {sourceText(source.source, locale.value)}{' '}
            <span class="muted">
              {source.tookMs === undefined ? '…' : formatDuration(source.tookMs, locale.value)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Verdict({ health, disconnected }: { health: ClusterHealth; disconnected: boolean }) {
  const { store } = usePage();
  const { lastKnown } = health;
  const counted = health.problems.filter(isCountedProblem);
  const needy = counted.filter(({ level }) => level !== 'info').length;
  const known = health.verdict !== 'unknown';
  return (
    <div class="verdict" data-testid="verdict" data-verdict={health.verdict}>
      <Glyph name={health.verdict === 'info' ? 'ok' : health.verdict} />
      <div>
        <h2>
          {!known && lastKnown !== undefined && disconnected
            ? t('panel.verdict.lastKnown', {
                at: formatMoment(lastKnown.at, locale.value, store.now.peek()),
                verdict: t(`panel.verdict.${lastKnown.verdict}`),
              })
            : t(`panel.verdict.${health.verdict}`)}
          {known && needy > 0 ? <span> · {t('panel.verdict.needs', { count: needy })}</span> : null}
        </h2>
        <p>{say(health.sentence)}</p>
      </div>
    </div>
  );
}

/** A live region that changes only with the verdict, never with a ticking number. */
function VerdictSpeaker({ health }: { health: ClusterHealth }) {
  const spoken = useRef<{ verdict: string; text: string } | undefined>(undefined);
  if (spoken.current?.verdict !== health.verdict) {
    spoken.current = {
      verdict: health.verdict,
      text: `${t(`panel.verdict.${health.verdict}`)}. ${say(health.sentence)}`,
    };
  }
  return (
    <p class="spoken" aria-live="polite">
      {spoken.current.text}
    </p>
  );
}

function Problems({
  problems,
  urgent,
}: {
  problems: readonly Problem[];
  /** Whether the worst problem's next step is the first thing to do on this page. */
  urgent: boolean;
}) {
  if (problems.length === 0) {
    return null;
  }
  const primary = problems.find(({ state }) => state === 'open');
  return (
    <ul class="problems">
      {problems.map((problem) => (
        <ProblemRow
          key={`${problem.rule}|${problem.subject ?? ''}`}
          problem={problem}
          primary={urgent && problem === primary}
        />
      ))}
    </ul>
  );
}

function ProblemRow({ problem, primary }: { problem: Problem; primary: boolean }) {
  const { store } = usePage();
  const { nextStep } = problem;
  const act = () => {
    switch (nextStep.kind) {
      case 'testConnection':
      case 'openLog':
        store.command(nextStep.kind);
        return;
      case 'showNode':
        openSection(store, 'nodes', () => {
          if (!goToNode(nextStep.target ?? problem.subject ?? '')) {
            goToSection('nodes');
          }
        });
        return;
      case 'showSection':
        openSection(store, sectionOfTarget(nextStep.target ?? '') ?? sectionOfRule(problem.rule));
        return;
    }
  };
  return (
    <li
      class={isCountedProblem(problem) ? '' : 'held'}
      data-testid="problem-row"
      data-rule={problem.rule}
      data-subject={problem.subject ?? ''}
    >
      <Glyph name={problem.state === 'unverified' ? 'unknown' : problem.level} />
      <div>
        <p class="problem-title">
          {say(problem.title)}
          {problem.state === 'open' ? null : (
            <span class="chip">
              {problem.state === 'held' || problem.state === 'muted'
                ? t(`panel.problem.${problem.state}`)
                : t('panel.problem.unverified', {
                    at: formatMoment(
                      problem.unverifiedSince ?? problem.observedAt,
                      locale.value,
                      store.now.peek(),
                    ),
                  })}
            </span>
          )}
        </p>
        <p class="evidence">
          {say(problem.evidence)}{' '}
          <button
            type="button"
            class="link"
            data-testid="problem-causes"
            data-tip={t('panel.cause.ofProblemTip')}
            aria-label={`${t('panel.cause.ofProblem')}: ${say(problem.title)}`}
            onClick={() => {
              store.explainFrom(problem.since);
              openSection(store, 'trends');
            }}
          >
            {t('panel.cause.ofProblem')}
          </button>
        </p>
      </div>
      <Duration problem={problem} />
      <div class="next">
        <Button primary={primary} onClick={act}>
          {say(nextStep.label)}
        </Button>
      </div>
    </li>
  );
}

function Duration({ problem: { since, sinceOrEarlier } }: { problem: Problem }) {
  const { store } = usePage();
  const now = store.shownAt.value;
  const age = Math.max(0, now - since);
  const steady = age < minuteMs ? age : Math.floor(age / minuteMs) * minuteMs;
  const old = store.header.value?.state === 'disconnected' && store.past.value === undefined;
  const at = t(sinceOrEarlier ? 'panel.problem.sinceOrEarlier' : 'panel.problem.since', {
    at: formatMoment(since, locale.value, now),
  });
  return (
    <div class="since">
      {old ? null : (
        <span>{`${sinceOrEarlier ? '≥ ' : ''}${formatDuration(steady, locale.value)}`}</span>
      )}
      <small>{at}</small>
    </div>
  );
}
