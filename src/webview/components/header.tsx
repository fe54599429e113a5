import { hostOf } from '../../shared/ids';
import type { CollectionState, OverviewHeader } from '../../shared/model/extendedOverview';
import { formatMoment } from '../../shared/format';
import { secondMs, wholeSeconds } from '../../shared/time';
import { locale, t } from '../text';
import { ageMs, shownState } from '../view/ageText';
import { readingText, readingTip } from '../view/readingText';
import { IconButton, ProgressRing } from './controls';
import { usePage } from './context';
import { Glyph } from './glyph';
import { MomentBar } from './momentBar';
import { MoreMenu } from './moreMenu';
import { RangePicker } from './rangePicker';
import { SectionTabs } from './sectionTabs';

export function Header({ header }: { header: OverviewHeader }) {
  const { store } = usePage();
  const paused = header.state === 'paused';
  return (
    <header class="top">
      <div class="bar">
        <div class="identity">
          <span class="codicon codicon-database" aria-hidden="true" />
          <h1>{header.name}</h1>
          {header.production ? <span class="chip">{t('panel.header.production')}</span> : null}
          {header.demo ? <span class="chip">{t('panel.header.demo')}</span> : null}
        </div>
        <Facts header={header} />
        <span class="grow" />
        <Age header={header} />
        <RangePicker />
        <div class="tools">
          <IconButton
            icon={header.refreshing ? 'sync codicon-modifier-spin' : 'refresh'}
            label={t('panel.header.refresh')}
            onClick={() => {
              store.command('refresh');
            }}
          />
          <IconButton
            icon={paused ? 'play' : 'debug-pause'}
            label={t(paused ? 'panel.header.resume' : 'panel.header.pause')}
            onClick={() => {
              store.command(paused ? 'resume' : 'pause');
            }}
          />
          <MoreMenu />
        </div>
      </div>
      <MomentBar />
      <SectionTabs />
    </header>
  );
}

function Facts({ header }: { header: OverviewHeader }) {
  const { store } = usePage();
  const health = store.modules.health.value;
  const tip = (reading: Parameters<typeof readingTip<string>>[0]) =>
    readingTip(reading, String, locale.value, store.now.peek());
  const counts =
    health?.known === true
      ? t('panel.header.nodes', {
          fe: readingText(health.value.frontends.total, String),
          compute: readingText(health.value.compute.total, String),
          role: header.runMode.known && header.runMode.value === 'shared_data' ? 'CN' : 'BE',
        })
      : undefined;
  return (
    <ul class="facts">
      <li data-tip={tip(header.version)}>
        StarRocks <b>{readingText(header.version, String)}</b>
      </li>
      <li data-tip={tip(header.runMode)}>
        {header.runMode.known
          ? t(`panel.runMode.${header.runMode.value}`)
          : t('panel.runMode.unknown')}
      </li>
      {counts === undefined ? null : <li>{counts}</li>}
      {header.metricsBySql === undefined || header.metricsBySql.length === 0 ? null : (
        <li data-testid="by-sql" data-tip={t('panel.header.bySql.tip')}>
          {t('panel.header.bySql')}
        </li>
      )}
      {health?.known === true ? (
        <li data-tip={readingTip(health.value.leader, hostOf, locale.value, store.now.peek())}>
          {t('panel.header.leader')} <b>{readingText(health.value.leader, hostOf)}</b>
        </li>
      ) : null}
    </ul>
  );
}

/** State and age of the data; a status for screen readers that speaks only when the state changes. */
function Age({ header }: { header: OverviewHeader }) {
  const { store } = usePage();
  const now = store.now.value;
  const state = shownState(header, now);
  const age = ageMs(header, now);
  const at =
    header.lastAnswerAt === undefined
      ? undefined
      : formatMoment(header.lastAnswerAt, locale.value, now);
  const ago = age === undefined ? undefined : { ms: wholeSeconds(age) };
  const every = { ms: header.intervalS * secondMs };
  return (
    <div class={`age age-${state}`} data-testid="age" data-tip={t(`panel.state.${state}`)}>
      <span class="spoken" role="status">
        {t(`panel.state.${state}`)}
      </span>
      {state === 'loading' ? <ProgressRing /> : <StateMark state={state} />}
      <span>{ageSentence(state, ago, at, every)}</span>
    </div>
  );
}

type Span = { readonly ms: number };

function ageSentence(
  state: CollectionState,
  ago: Span | undefined,
  at: string | undefined,
  every: Span,
): string {
  if (ago === undefined || at === undefined) {
    return t(`panel.state.${state}`);
  }
  switch (state) {
    case 'live':
      return ago.ms === 0
        ? t('panel.age.justNow', { every })
        : t('panel.age.live', { age: ago, every });
    case 'paused':
      return t('panel.age.paused', { at });
    default:
      return t('panel.age.old', { age: ago, at });
  }
}

function StateMark({ state }: { state: ReturnType<typeof shownState> }) {
  switch (state) {
    case 'live':
      return <i class="dot" />;
    case 'recorded':
      return <span class="codicon codicon-history" aria-hidden="true" />;
    case 'paused':
      return <i class="square" />;
    case 'no-credentials':
      return <span class="codicon codicon-key" aria-hidden="true" />;
    default:
      return <Glyph name="warning" />;
  }
}
