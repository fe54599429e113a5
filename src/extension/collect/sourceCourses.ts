import type { SourceId } from '../../shared/ids';
import type { SourceCourse } from '../overview/overviewInput';
import type { LiveState } from './liveState';
import type { ScheduleFacts, SourceScheduler } from './sourceScheduler';

/** How the sources go that are asked once per cluster; those per node are judged as a partial view. */
export function sourceCourses(
  scheduler: SourceScheduler,
  live: LiveState,
  facts: ScheduleFacts,
): ReadonlyMap<SourceId, SourceCourse> {
  const sources = scheduler.on(facts).filter(({ statements }) => statements > 0);
  return new Map(
    sources.map(({ source }) => {
      const newest = live.newest(source);
      const failure = newest?.ok === false ? { why: newest.why, message: newest.message } : null;
      const course = scheduler.course(source, facts);
      return [source, failure === null ? course : { ...course, failure }] as const;
    }),
  );
}
