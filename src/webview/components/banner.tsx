import { formatMoment } from '../../shared/format';
import type { OverviewHeader } from '../../shared/model/extendedOverview';
import { secondMs, wholeSeconds } from '../../shared/time';
import { locale, t } from '../text';
import { ageMs } from '../view/ageText';
import { Button } from './controls';
import { usePage } from './context';
import { Glyph } from './glyph';

/** Says over everything else that what follows is old, why, and what to do. */
export function Banner({ header }: { header: OverviewHeader }) {
  const { store } = usePage();
  if (header.state === 'no-credentials') {
    return (
      <div class="banner" role="alert">
        <span class="codicon codicon-key" aria-hidden="true" />
        <p>
          <b>{t('panel.banner.noPassword', { name: header.name })}</b>{' '}
          {header.message === undefined ? null : <span>{header.message}</span>}
        </p>
        <Button
          primary
          onClick={() => {
            store.command('enterPassword');
          }}
        >
          {t('panel.banner.enterPassword')}
        </Button>
      </div>
    );
  }
  if (header.state === 'stale' && header.message !== undefined) {
    return (
      <div class="banner" role="alert" data-testid="stale-banner">
        <Glyph name="warning" />
        <p>
          <b>{t('panel.banner.stale')}</b> <span>{header.message}</span>
        </p>
        <Button
          onClick={() => {
            store.command('openLog');
          }}
        >
          {t('panel.menu.openLog')}
        </Button>
      </div>
    );
  }
  if (header.state !== 'disconnected') {
    return null;
  }
  return (
    <div class="banner" role="alert">
      <Glyph name="warning" />
      <p>
        <b>
          <Since header={header} />
        </b>{' '}
        {header.message === undefined ? null : <span>{header.message} </span>}
        <span class="muted">
          {header.lastAnswerAt === undefined
            ? null
            : t('panel.banner.old', {
                at: formatMoment(header.lastAnswerAt, locale.value, store.now.peek()),
              })}{' '}
          <NextTry header={header} />
        </span>
      </p>
      <Button
        primary
        onClick={() => {
          store.command('refresh');
        }}
      >
        {t('panel.banner.retry')}
      </Button>
      <Button
        onClick={() => {
          store.command('openLog');
        }}
      >
        {t('panel.menu.openLog')}
      </Button>
    </div>
  );
}

function Since({ header }: { header: OverviewHeader }) {
  const { store } = usePage();
  const age = ageMs(header, store.now.value);
  return age === undefined ? (
    <>{t('panel.banner.neverAnswered', { name: header.name })}</>
  ) : (
    <>
      {t('panel.banner.noAnswer', {
        name: header.name,
        age: { ms: wholeSeconds(age) },
      })}
    </>
  );
}

/** Ticks; hidden from screen readers, which would read the whole alert again each second. */
function NextTry({ header }: { header: OverviewHeader }) {
  const { store } = usePage();
  if (header.nextRoundAt === undefined) {
    return null;
  }
  const left = Math.max(0, Math.ceil((header.nextRoundAt - store.now.value) / secondMs)) * secondMs;
  return <span aria-hidden="true">{t('panel.banner.nextTry', { left: { ms: left } })}</span>;
}
