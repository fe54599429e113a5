import { useEffect, useState } from 'preact/hooks';
import { formatMoment } from '../../shared/format';
import type { CauseReport } from '../../shared/model/causes';
import type { TimeRange } from '../../shared/model/trends';
import { eventLevel } from '../charts/eventLevel';
import { locale, t } from '../text';
import { copyText } from '../view/copied';
import { suspectTarget, type SuspectTarget } from '../view/suspectTarget';
import { causeMarkdown, noCauseText, suspectText } from '../view/suspectText';
import { askWhile } from './askWhile';
import { Button } from './controls';
import { usePage } from './context';
import { Glyph } from './glyph';
import { openSection } from './goTo';

type State = { readonly report?: CauseReport; readonly failure?: string; readonly said?: string };

/** While a stretch of time is shown: what stands out in it against the one before. */
export function CausePane({ range }: { range: Exclude<TimeRange, string> }) {
  const { store } = usePage();
  const [state, setState] = useState<State>({});
  const { from, to } = range;
  const asked = store.view.value.causes === true;
  useEffect(() => {
    setState({});
    if (!asked) {
      return undefined;
    }
    return askWhile(
      (signal) => store.ask({ method: 'findCauses', args: { from, to } }, signal),
      (report) => {
        setState({ report });
      },
      (failure) => {
        setState({ failure });
      },
    );
  }, [store, from, to, asked]);
  if (!asked) {
    return (
      <p class="causes" data-testid="causes-closed">
        <Button
          onClick={() => {
            store.updateView({ causes: true });
          }}
        >
          {t('panel.cause.ask')}
        </Button>
      </p>
    );
  }
  const { report, failure } = state;
  return (
    <section class="causes" aria-label={t('panel.cause.title')} data-testid="causes">
      <div class="block-head">
        <h3>{t('panel.cause.title')}</h3>
        <span class="sentence">
          {report === undefined
            ? ''
            : t('panel.cause.against', {
                from: formatMoment(report.beforeFrom, locale.value, store.now.peek()),
              })}
        </span>
      </div>
      <div role="status">
        {failure !== undefined ? (
          <p class="quiet">{t('panel.cause.failed', { why: failure })}</p>
        ) : report === undefined ? (
          <p class="quiet">{t('panel.cause.comparing')}</p>
        ) : (
          <Suspects report={report} />
        )}
      </div>
      <p class="table-foot">
        {report === undefined ? null : (
          <button
            type="button"
            class="link"
            onClick={() => {
              const name = store.header.peek()?.name ?? '';
              void copyText(causeMarkdown(report, name, locale.value)).then((said) => {
                setState({ report, said });
              });
            }}
          >
            {t('panel.cause.copy')}
          </button>
        )}
        {report === undefined || report.suspects.length === 0 ? null : (
          <button
            type="button"
            class="link"
            data-testid="cause-sql"
            onClick={() => {
              store.openCauseSql({ from, to });
            }}
          >
            {t('panel.cause.sql')}
          </button>
        )}
        <button
          type="button"
          class="link"
          onClick={() => {
            store.updateView({ causes: false });
          }}
        >
          {t('panel.cause.close')}
        </button>
        <span role="status">{state.said}</span>
      </p>
    </section>
  );
}

function Suspects({ report }: { report: CauseReport }) {
  const { store } = usePage();
  const open = (target: SuspectTarget) => {
    if ('page' in target) {
      store.openPage(target.page);
    } else {
      openSection(store, target.section);
    }
  };
  const none = noCauseText(report, locale.value);
  if (none !== undefined) {
    return <p class="quiet">{none}</p>;
  }
  return (
    <ol class="suspects">
      {report.suspects.map((suspect, index) => {
        const { title, evidence } = suspectText(suspect, locale.value);
        return (
          <li key={index}>
            <Glyph name={suspect.kind === 'event' ? eventLevel(suspect.event) : 'info'} small />{' '}
            <button
              type="button"
              class="name-link"
              data-testid="open-suspect"
              onClick={() => {
                open(suspectTarget(suspect));
              }}
            >
              <b>{title}</b>
            </button>{' '}
            <span class="muted">{evidence}</span>
          </li>
        );
      })}
    </ol>
  );
}
