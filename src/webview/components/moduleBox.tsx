import type { ComponentChildren } from 'preact';
import type { Reading, Rows } from '../../shared/reading';
import { formatMoment } from '../../shared/format';
import { alsoAllowsText } from '../../shared/limitedText';
import { limitationOf } from '../../shared/model/limitation';
import { secondMs } from '../../shared/time';
import { sourceText } from '../../shared/sourceText';
import { locale, t } from '../text';
import { whyText } from '../view/readingText';
import { Button } from './controls';
import { RowsSource, usePage } from './context';
import { Glyph } from './glyph';

/** Content of a reading, a skeleton until it was asked, or a box that says why there is nothing. */
export function ModuleBox<T>({
  reading,
  what,
  lines = 3,
  waiting,
  children,
}: {
  reading: Reading<T> | undefined;
  /** What is missing, in words. */
  what: string;
  lines?: number;
  /** Shown in place of plain bars while nothing was asked yet. */
  waiting?: ComponentChildren;
  children: (value: T) => ComponentChildren;
}) {
  if (reading === undefined || (!reading.known && reading.why === 'not-collected-yet')) {
    return waiting === undefined ? (
      <Skeleton lines={lines} label={t('panel.box.waiting', { what })} />
    ) : (
      <>{waiting}</>
    );
  }
  return reading.known ? <>{children(reading.value)}</> : <WhyBox reading={reading} what={what} />;
}

/** The rows of a table; an empty list is said in one line. */
export function RowsBox<R>({
  rows,
  what,
  empty,
  children,
}: {
  rows: Rows<R>;
  what: string;
  empty: string;
  children: (value: Extract<Rows<R>, { known: true }>['value']) => ComponentChildren;
}) {
  return (
    <ModuleBox reading={rows} what={what}>
      {(value) => (
        <RowsSource.Provider value={rows.source}>
          <div class="rows">
            {value.rows.length === 0 ? <p class="quiet">{empty}</p> : children(value)}
            <AsOf rows={rows} />
          </div>
        </RowsSource.Provider>
      )}
    </ModuleBox>
  );
}

/** When a table was read, if that was before the last two rounds: it may differ from the figures. */
function AsOf({ rows }: { rows: Rows<unknown> }) {
  const { store } = usePage();
  const header = store.header.value;
  if (!rows.known || header === undefined || store.past.value !== undefined) {
    return null;
  }
  const now = store.now.peek();
  return now - rows.observedAt <= 2 * header.intervalS * secondMs ? null : (
    <p class="quiet as-of">
      {t('panel.table.asOf', { at: formatMoment(rows.observedAt, locale.value, now) })}
    </p>
  );
}

function WhyBox<T>({
  reading,
  what,
}: {
  reading: Extract<Reading<T>, { known: false }>;
  what: string;
}) {
  const { store } = usePage();
  const denied = reading.why === 'denied';
  const isTooOld = reading.why === 'unsupported-version';
  const version = store.header.value?.version;
  const limitation = denied
    ? limitationOf(store.header.value?.limitations ?? [], reading.source)
    : undefined;
  return (
    <div class="why-box">
      <Glyph name="unknown" />
      <div>
        <h3>
          {t(denied ? 'panel.box.denied' : isTooOld ? 'panel.box.newer' : 'panel.box.unknown', {
            what,
          })}
        </h3>
        <p>
          {whyText(reading, locale.value)}
          {reading.source === undefined
            ? ''
            : ` · ${t('panel.tip.source', { source: sourceText(reading.source, locale.value) })}`}
          {isTooOld && version?.known === true
            ? ` · ${t('panel.box.thisVersion', { version: version.value })}`
            : ''}
          {' · '}
          {t('panel.tip.since', {
            at: formatMoment(reading.since, locale.value, store.now.peek()),
          })}
        </p>
        {limitation === undefined ? null : (
          <p class="grant">
            <Button
              label={t('panel.limited.copyFor', { what })}
              onClick={() => {
                store.copyGrant(limitation.needs);
              }}
            >
              {t('panel.limited.copy')}
            </Button>
            <span>{alsoAllowsText([limitation], locale.value)}</span>
          </p>
        )}
      </div>
    </div>
  );
}

export function Skeleton({ lines, label }: { lines: number; label: string }) {
  return (
    <div class="skeletons" role="img" aria-label={label}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} class="skeleton" />
      ))}
    </div>
  );
}
