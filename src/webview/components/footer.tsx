import { formatDuration, formatMoment } from '../../shared/format';
import type { OverviewHeader, SourceStatus } from '../../shared/model/extendedOverview';
import { sourceText } from '../../shared/sourceText';
import { secondMs } from '../../shared/time';
import { locale, t } from '../text';
import type { GlyphName } from '../view/severity';
import { reasonText } from '../view/readingText';
import { DataTable } from './dataTable';
import { usePage } from './context';
import { Figure, Missing } from './figure';
import { Glyph } from './glyph';
import { ModuleBox } from './moduleBox';
import { OwnCost } from './ownCost';

/** What watching costs, what is kept, and where every number comes from. */
export function Footer({ header }: { header: OverviewHeader }) {
  const { store } = usePage();
  return (
    <footer aria-label={t('panel.footer.label')}>
      <div class="footer-line">
        <span>
          {t(store.actions.value.length === 0 ? 'panel.footer.readOnly' : 'panel.footer.asksFirst')}
        </span>
        <span>
          {t('panel.footer.ownCost')} <Figure reading={header.ownCost.statements} unit="count" />{' '}
          {t('panel.footer.statements')} <Figure reading={header.ownCost.ms} unit="ms" />
        </span>
        <span>
          {t('panel.footer.history')} <Figure reading={header.historyBytes} unit="bytes" />
        </span>
        {header.historyProblem === undefined ? null : (
          <span class="ink-warning">
            <Glyph name="warning" small />{' '}
            {t('panel.footer.notSaved', { why: header.historyProblem })}
          </span>
        )}
        {header.via === undefined ? null : (
          <span>{t('panel.footer.via', { via: header.via })}</span>
        )}
      </div>
      <ModuleBox reading={store.modules.collectorCost.value} what={t('panel.what.cost')} lines={1}>
        {(value) => <OwnCost cost={value} />}
      </ModuleBox>
      <Sources sources={header.sources} />
    </footer>
  );
}

function Sources({ sources }: { sources: readonly SourceStatus[] }) {
  const { store } = usePage();
  const answered = sources.filter(({ state }) => state === 'ok' || state === 'delayed').length;
  const failed = sources.filter(({ state }) => state === 'failed').length;
  const off = sources.filter(({ state }) => state === 'off').length;
  return (
    <details data-testid="sources">
      <summary>
        {t(failed === 0 ? 'panel.sources.answering' : 'panel.sources.someFail', {
          answered,
          total: sources.length - off,
          failed,
        })}
      </summary>
      <DataTable
        id="sources"
        caption={t('panel.sources.caption')}
        rows={sources}
        shown={40}
        rowKey={(source) => source.source}
        columns={[
          {
            id: 'source',
            label: t('panel.sources.source'),
            width: '34%',
            cell: (source) => (
              <span class="name">
                <Glyph name={glyphOfSource(source.state)} small />
                <span class="ellipsis">{sourceText(source.source, locale.value)}</span>
              </span>
            ),
          },
          {
            id: 'state',
            label: t('panel.sources.state'),
            cell: (source) => (
              <span class="ellipsis" data-tip={source.message ?? ''}>
                {t(`panel.sources.${source.state}`)}
                {source.why === undefined ? '' : ` · ${reasonText(source.why, locale.value)}`}
                {source.message === undefined ? '' : ` · ${source.message}`}
              </span>
            ),
          },
          {
            id: 'answered',
            label: t('panel.sources.answered'),
            numeric: true,
            width: '84px',
            cell: (source) =>
              source.observedAt === undefined ? (
                <Missing tip={reasonText(source.why ?? 'not-collected-yet', locale.value)} />
              ) : (
                formatMoment(source.observedAt, locale.value, store.now.peek())
              ),
          },
          {
            id: 'took',
            label: t('panel.sources.took'),
            numeric: true,
            priority: 2,
            width: '76px',
            cell: (source) =>
              source.tookMs === undefined ? (
                <Missing tip={reasonText(source.why ?? 'not-collected-yet', locale.value)} />
              ) : (
                formatDuration(source.tookMs, locale.value)
              ),
          },
          {
            id: 'period',
            label: t('panel.sources.every'),
            numeric: true,
            priority: 2,
            width: '64px',
            cell: (source) => formatDuration(source.periodS * secondMs, locale.value),
          },
        ]}
      />
    </details>
  );
}

export function glyphOfSource(state: SourceStatus['state']): GlyphName {
  switch (state) {
    case 'ok':
      return 'ok';
    case 'failed':
      return 'warning';
    case 'delayed':
    case 'off':
      return 'info';
    case 'waiting':
    case 'asking':
      return 'unknown';
  }
}
