import assert from 'node:assert/strict';
import { renderPhrase } from '../../../src/shared/format';
import { minute, Run, sharedData } from '../overview/builders';

type Series = NonNullable<ReturnType<typeof sharedData>['series']>;

const scene = (series: Series) => sharedData(3, { series });

describe('query.queue', () => {
  it('is a problem when queries have waited for five minutes without a break', () => {
    const waits = scene({ 'query.queued': 3, 'query.queue_timeout': 0 });
    const run = new Run(scene({ 'query.queued': 0, 'query.queue_timeout': 0 })).for(10 * minute);

    assert.equal(run.for(3 * minute, waits).problem('query.queue'), undefined);
    const problem = run.for(4 * minute, waits).problem('query.queue');
    assert.ok(problem !== undefined);
    assert.equal(problem.level, 'warning');
    assert.match(renderPhrase(problem.evidence), /^3 wait now/);
  });

  it('is a problem at once when one gives up', () => {
    const run = new Run(scene({ 'query.queued': 0, 'query.queue_timeout': 0 })).for(10 * minute);
    const problem = run
      .for(minute, scene({ 'query.queued': 0, 'query.queue_timeout': 1 }))
      .problem('query.queue');

    assert.ok(problem !== undefined);

    assert.equal(problem.level, 'warning');
    assert.match(renderPhrase(problem.evidence), /gave up in the last/);
  });

  it('does not concern a cluster without a queue, and judges nothing while it is not known', () => {
    for (const why of ['not-installed', 'unreachable'] as const) {
      const run = new Run(scene({ 'query.queued': why, 'query.queue_timeout': 1 })).for(minute);

      assert.equal(run.problem('query.queue'), undefined);
    }
  });
});
