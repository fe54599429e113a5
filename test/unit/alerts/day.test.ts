import assert from 'node:assert/strict';
import { noMarks, silence } from '../../../src/extension/alerts/alertMarks';
import { Notices } from '../../../src/extension/alerts/notices';
import { openProblems } from '../../../src/extension/alerts/score';
import { rules } from '../../../src/extension/alerts/rules';
import {
  problemChanges,
  stateFromStored,
  storedProblems,
} from '../../../src/extension/alerts/storedProblems';
import { hourMs as hour } from '../../../src/shared/time';
import {
  inputOf,
  kill,
  minute,
  Run,
  sharedNothing,
  start,
  type Scene,
  memory,
  memoryUnknown,
} from '../overview/builders';
import { aSummary } from '../views/builders';

const cluster = aSummary().id;

/** A day of one cluster: every problem that begins or ends in it, and every message, by its minute. */
class Day {
  readonly run: Run;
  readonly changes: string[] = [];
  readonly told: string[] = [];
  #notices = new Notices();
  #silencedUntil = start;

  constructor(scene: Scene) {
    this.run = new Run(scene);
  }

  for(ms: number, scene: Scene | (() => Scene)): this {
    const until = this.run.now + ms;
    while (this.run.now < until) {
      this.run.round(typeof scene === 'function' ? scene() : scene);
      this.#note();
    }
    return this;
  }

  sleep(ms: number): this {
    this.run.sleep(ms);
    return this;
  }

  /** The editor is closed for so long; what is stored is all that is left. */
  restart(ms: number): this {
    const { run } = this;
    run.state = stateFromStored(rules, storedProblems(run.state), run.now);
    this.#notices = new Notices();
    run.sleep(ms);
    return this;
  }

  silence(ms: number): this {
    this.#silencedUntil = this.run.now + ms;
    return this;
  }

  #note(): void {
    const { now, before, state } = this.run;
    const at = (now - start) / minute;
    const { begun, ended } = problemChanges(before, state);
    for (const { rule, subject, times } of begun) {
      this.changes.push(`${at} + ${rule} ${subject ?? ''} ${times}`);
    }
    for (const { rule, subject, how } of ended) {
      this.changes.push(`${at} - ${rule} ${subject ?? ''} ${how}`);
    }
    const notices = this.#notices.next([aSummary({ problems: openProblems(state) })], {
      now,
      wish: 'warning',
      marks: silence(noMarks, cluster, this.#silencedUntil),
    });
    for (const { problems } of notices) {
      this.told.push(`${at} ${problems.map(({ rule }) => rule).join('+')}`);
    }
  }
}

const { profile } = inputOf(memory(50), start, new Run(memory(50)).history);

const muted = (scene: Scene): Scene => ({
  ...scene,
  over: { profile: { ...profile, muted: ['mem.node'] } },
});

/** @param restart what happens to the editor at several moments of the day */
function aDay(restart: (day: Day) => void): Day {
  const day = new Day(memory(50));
  let flap = 0;
  day
    .for(hour, memory(50))
    // Flapping faster than the rule's time: nothing.
    .for(2 * hour, () => memory((flap += 1) % 2 === 0 ? 92 : 50));
  restart(day);
  day.for(minute, memory(92));
  restart(day);
  // Unknown for half an hour, then measured as before: the same problem all along.
  day.for(59 * minute, memory(92)).for(15 * minute, () => memoryUnknown(day.run));
  restart(day);
  day.for(15 * minute, () => memoryUnknown(day.run)).for(hour, memory(92));
  restart(day);
  day
    .for(70 * minute, memory(92))
    .for(hour, memory(50))
    // Back within ten minutes of its end is the same one again, and not told again.
    .for(4 * minute, memory(92))
    .for(8 * minute, memory(50))
    .for(4 * minute, memory(92))
    // Asleep for three hours: lost sight of, and judged anew.
    .sleep(3 * hour)
    .for(hour, memory(92));
  restart(day);
  day
    .for(2 * hour, memory(50))
    // Silenced: it begins and nobody is told, not even when the silence is over.
    .silence(hour)
    .for(2 * hour, memory(92))
    .for(hour, memory(50))
    // Unknown for longer than an hour: lost sight of, never "resolved".
    .for(hour, memory(92))
    .for(2 * hour, () => memoryUnknown(day.run))
    .for(hour, memory(50))
    .for(hour, memory(96))
    .for(30 * minute, memory(50))
    // Muted: it neither begins nor ends for anybody, and nobody is told.
    .for(hour, muted(memory(96)))
    .for(10 * minute, muted(memory(50)))
    .for(24 * minute, memory(50));
  return day;
}

describe('a day of alerts', function () {
  this.timeout(60_000);

  const changes = [
    '182 + mem.node cn:cn-1:9050 1',
    '401.5 - mem.node cn:cn-1:9050 resolved',
    '462.5 + mem.node cn:cn-1:9050 1',
    '465.5 - mem.node cn:cn-1:9050 resolved',
    '474.5 + mem.node cn:cn-1:9050 2',
    '656.5 - mem.node cn:cn-1:9050 lost-sight',
    '658.5 + mem.node cn:cn-1:9050 1',
    '717.5 - mem.node cn:cn-1:9050 resolved',
    '838.5 + mem.node cn:cn-1:9050 1',
    '957.5 - mem.node cn:cn-1:9050 resolved',
    '1018.5 + mem.node cn:cn-1:9050 1',
    '1136.5 - mem.node cn:cn-1:9050 lost-sight',
    '1258.5 + mem.node cn:cn-1:9050 1',
    '1317.5 - mem.node cn:cn-1:9050 resolved',
  ];
  const told = ['182', '462.5', '658.5', '1018.5', '1258.5'].map((at) => `${at} mem.node`);

  it('begins, ends and tells each problem once, through flapping, gaps and the unknown', () => {
    const day = aDay(() => undefined);
    assert.equal((day.run.now - start) / hour, 24);
    assert.deepEqual(day.changes, changes);
    assert.deepEqual(day.told, told);
  });

  it('is the same day when the editor restarts again and again', () => {
    const day = aDay((each) => each.restart(0));
    assert.deepEqual(day.changes, changes);
    assert.deepEqual(day.told, told);
  });

  it('begins a dead node once, over two restarts of the editor', () => {
    const dead = kill(sharedNothing(4), 'be-4');
    const day = new Day(sharedNothing(4));
    day
      .for(hour, sharedNothing(4))
      .for(hour, dead)
      .restart(5 * minute)
      .for(hour, dead)
      .restart(20 * minute)
      .for(hour, dead)
      .for(hour, sharedNothing(4));
    assert.deepEqual(day.changes, [
      '61 + node.down be:be-4:9050 1',
      '266.5 - node.down be:be-4:9050 resolved',
    ]);
    assert.deepEqual(day.told, ['61 node.down']);
  });
});
