import { useRef } from 'preact/hooks';
import { formatBytes, formatDuration, formatMoment, formatNumber } from '../../shared/format';
import type { PhraseId } from '../../shared/phrases.en';
import type { RunningQuery } from '../../shared/model/runningQuery';
import type { SlowQuery } from '../../shared/model/slowQueries';
import { Button } from '../components/controls';
import { usePage } from '../components/context';
import { RowActions } from '../components/rowActions';
import { Block } from '../components/sectionFrame';
import { within, type Reading, type Rows } from '../../shared/reading';
import { queryActions } from '../../shared/rowActions';
import type { ModuleSignals } from '../store';
import { locale, t } from '../text';
import { Breadcrumb } from './breadcrumb';

type Found =
  | { readonly kind: 'running'; readonly query: RunningQuery }
  | { readonly kind: 'slow'; readonly query: SlowQuery };

/** One query: its text, and what it used. What is not listed any more stays as it was seen last. */
export function QueryPage({ queryId }: { queryId: string }) {
  const { store } = usePage();
  const last = useRef<Found | undefined>(undefined);
  const now = findQuery(store.modules, queryId);
  last.current = now ?? last.current;
  const found = last.current;
  return (
    <div class="detail" data-testid="query-page" data-query={queryId}>
      <Breadcrumb
        section={found?.kind === 'slow' ? 'slow' : 'queries'}
        title={t(found?.kind === 'slow' ? 'panel.section.slow' : 'panel.section.queries')}
        here={queryId}
      />
      <h2 class="name">
        {t('panel.column.query')} <span class="muted">{queryId}</span>
      </h2>
      {now === undefined ? (
        <p class="quiet">
          {t(found === undefined ? 'panel.page.noQuery' : 'panel.page.queryEnded')}
        </p>
      ) : null}
      {found === undefined ? null : (
        <QueryDetails found={found} running={now?.kind === 'running'} />
      )}
    </div>
  );
}

function findQuery(
  { runningQueries, slowQueries }: Pick<ModuleSignals, 'runningQueries' | 'slowQueries'>,
  queryId: string,
): Found | undefined {
  const listed = <Q extends { readonly queryId: string }>(
    module: Reading<{ readonly queries: Rows<Q> }> | undefined,
  ): Q | undefined => {
    const rows = within(module, ({ queries }) => queries);
    return rows.known ? rows.value.rows.find((row) => row.queryId === queryId) : undefined;
  };
  const running = listed(runningQueries.value);
  if (running !== undefined) {
    return { kind: 'running', query: running };
  }
  const slow = listed(slowQueries.value);
  return slow === undefined ? undefined : { kind: 'slow', query: slow };
}

function QueryDetails({ found, running }: { found: Found; running: boolean }) {
  const { store } = usePage();
  const { query } = found;
  const offered = store.actions.value;
  const actions =
    running && found.kind === 'running'
      ? queryActions(found.query).filter(({ kind }) => offered.includes(kind))
      : [];
  return (
    <>
      <Block title={t('panel.page.sql')}>
        <pre class="page-sql" tabIndex={0}>
          {query.sql ?? t('panel.slow.noText')}
        </pre>
        <div class="buttons">
          {query.sql === null ? null : (
            <Button
              onClick={() => {
                store.openQuery(query.queryId);
              }}
            >
              {t('panel.page.openSql')}
            </Button>
          )}
          <Button
            onClick={() => {
              store.openProfile(query.queryId);
            }}
          >
            {t('panel.page.openProfile')}
          </Button>
          <RowActions actions={actions} />
        </div>
      </Block>
      <Block title={t('panel.page.whatUsed')}>
        <dl class="page-figures">
          {factsOf(found, store.now.peek()).map(([label, value]) => (
            <div key={label}>
              <dt>{t(label)}</dt>
              <dd>{value ?? <span class="muted">{t('panel.page.notTold')}</span>}</dd>
            </div>
          ))}
        </dl>
      </Block>
    </>
  );
}

type Fact = readonly [label: PhraseId, value: string | null];

function factsOf({ kind, query }: Found, now: number): readonly Fact[] {
  const language = locale.value;
  const told = <T,>(value: T | null, text: (value: T) => string) =>
    value === null ? null : text(value);
  const bytes = (value: number) => formatBytes(value, language);
  const count = (value: number) => formatNumber(value, language);
  const duration = (value: number) => formatDuration(value, language);
  const common: readonly Fact[] = [
    ['panel.column.started', told(query.startedAt, (at) => formatMoment(at, language, now))],
    ['panel.column.time', told(query.durationMs, duration)],
    ['panel.column.user', query.user],
    ['panel.column.database', query.database],
    ['panel.column.fe', query.frontend],
    ['panel.page.resourceGroup', query.resourceGroup],
    ['panel.page.warehouse', query.warehouse],
    ['panel.column.memoryBytes', told(query.memoryBytes, bytes)],
    ['panel.column.cpuTime', told(query.cpuMs, duration)],
    ['panel.column.scanned', told(query.scanBytes, bytes)],
    ['panel.page.scanRows', told(query.scanRows, count)],
  ];
  return kind === 'running'
    ? [...common, ['panel.page.spilled', told(query.spillBytes, bytes)]]
    : [
        ...common,
        ['panel.page.returnRows', told(query.returnRows, count)],
        ['panel.page.pending', told(query.pendingMs, duration)],
        [
          'panel.page.outcome',
          query.failed === null
            ? null
            : t(query.failed ? 'panel.page.failed' : 'panel.page.finished'),
        ],
        ['panel.page.error', query.errorCode],
      ];
}
