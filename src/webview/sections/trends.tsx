import { withRollingRestarts } from '../../shared/rollingRestarts';
import { useMemo, useRef } from 'preact/hooks';
import { formatDuration, formatMoment } from '../../shared/format';
import type { ToldEvent } from '../../shared/model/trends';
import { commonGaps } from '../charts/chartModel';
import { eventLevel } from '../charts/eventLevel';
import { chartSpecs } from '../charts/chartSpecs';
import { CausePane } from '../components/causePane';
import { usePage } from '../components/context';
import { Glyph } from '../components/glyph';
import { SectionFrame } from '../components/sectionFrame';
import { TrendChart } from '../components/trendChart';
import { useInView, useTrend } from '../components/useTrend';
import { locale, t } from '../text';
import { dayMs } from '../../shared/time';
import { rangeMs } from '../../shared/timeRange';
import { eventText } from '../../shared/eventText';
import { reasonText } from '../view/readingText';
import { isSharedNothing } from '../view/sharedNothing';

/** What happened over the chosen range: events in words, then the charts that share one cursor. */
export function TrendsSection() {
  const { store } = usePage();
  const range = { ms: rangeMs(store.timeRange.value) };
  const list = useRef<HTMLDivElement>(null);
  const inView = useInView(list);
  const { trend } = useTrend(collectionSeries, inView, 60);
  const compaction = store.modules.compaction.value;
  const marks =
    compaction?.known === true && isSharedNothing(compaction.value)
      ? compaction.value.versionMarks
      : undefined;
  // A spec that is another object makes its chart draw anew.
  const specs = useMemo(() => chartSpecs(marks), [JSON.stringify(marks)]);
  return (
    <SectionFrame
      id="trends"
      title={t('panel.section.trends')}
      sentence={
        trend === undefined
          ? t('panel.trends.range', { range })
          : t('panel.trends.rangeStep', { range, step: formatDuration(trend.stepMs, locale.value) })
      }
    >
      <div ref={list}>
        <EventList
          events={trend === undefined ? undefined : withRollingRestarts(trend.events)}
          gaps={commonGaps((trend?.series ?? []).map(({ gaps }) => gaps))}
        />
      </div>
      {typeof store.timeRange.value === 'string' || range.ms > dayMs ? null : (
        <CausePane range={store.timeRange.value} />
      )}
      <div class="charts">
        {specs.map((spec) => (
          <TrendChart key={spec.title} spec={spec} />
        ))}
      </div>
    </SectionFrame>
  );
}

const shownEvents = 8;

/** What none of these knows was not collected at all; a single one may be missing for its own reason. */
const collectionSeries = ['fe.alive', 'query.qps', 'cpu.avg'] as const;

function eventKey(event: ToldEvent): string {
  return event.kind === 'rolling-restart'
    ? `${event.at}${event.kind}`
    : `${event.at}${event.kind}${event.node ?? ''}${event.detail ?? ''}`;
}

function EventList({
  events,
  gaps,
}: {
  events: readonly ToldEvent[] | undefined;
  gaps: readonly (readonly [number, number, Parameters<typeof reasonText>[0]])[];
}) {
  const { store } = usePage();
  const now = store.now.peek();
  if (events === undefined) {
    return <p class="quiet">{t('panel.trends.reading')}</p>;
  }
  const newest = events.slice(-shownEvents);
  if (newest.length === 0 && gaps.length === 0) {
    return <p class="quiet">{t('panel.trends.noEvents')}</p>;
  }
  const moment = (at: number) => formatMoment(at, locale.value, now);
  return (
    <ul class="event-list">
      {events.length > newest.length ? (
        <li class="muted">{t('panel.trends.older', { count: events.length - newest.length })}</li>
      ) : null}
      {newest.map((event) => (
        <li key={eventKey(event)}>
          <Glyph name={eventLevel(event)} small /> <b>{moment(event.at)}</b>{' '}
          {event.kind === 'rolling-restart' ? (
            <details class="event-members">
              <summary>{eventText(event, locale.value)}</summary>
              <ul>
                {event.members.map((member) => (
                  <li key={eventKey(member)}>
                    <b>{moment(member.at)}</b> {eventText(member, locale.value)}
                  </li>
                ))}
              </ul>
            </details>
          ) : (
            eventText(event, locale.value)
          )}
        </li>
      ))}
      {gaps.slice(-3).map(([from, to, why]) => (
        <li key={from}>
          <i class="gap-key hatched" aria-hidden="true" />{' '}
          <b>
            {moment(from)}–{moment(to)}
          </b>{' '}
          {t('panel.chart.noData', { why: reasonText(why, locale.value) })}
        </li>
      ))}
    </ul>
  );
}
