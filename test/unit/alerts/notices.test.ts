import { strict as assert } from 'node:assert';
import { acknowledge, noMarks, silence, snooze } from '../../../src/extension/alerts/alertMarks';
import { Notices, type NoticeMoment } from '../../../src/extension/alerts/notices';
import type { Problem } from '../../../src/shared/model/problem';
import { aProblem, aSummary, at } from '../views/builders';

const minuteMs = 60_000;
const moment: NoticeMoment = { now: at, wish: 'critical', marks: noMarks };

/** What is told of one cluster, look by look: rules and subjects of each message. */
class Listener {
  readonly notices = new Notices();
  #now = at;

  look(problems: readonly Problem[], patch: Partial<NoticeMoment> = {}): readonly string[] {
    this.#now += minuteMs;
    return this.notices
      .next([aSummary({ problems })], { ...moment, now: this.#now, ...patch })
      .map(({ problems: told }) => told.map(({ rule }) => rule).join('+'));
  }
}

const down = aProblem();
const heap = aProblem({ rule: 'fe.heap', subject: 'fe:fe1:9010', level: 'warning' });

describe('Notices', () => {
  it('say nothing of what is there at the first look, nor before the first round', () => {
    const notices = new Notices();
    const { lastRoundAt: _none, ...early } = aSummary({ problems: [down] });
    assert.deepEqual(notices.next([early], moment), []);
    assert.deepEqual(notices.next([aSummary({ problems: [down] })], moment), []);
    assert.deepEqual(notices.next([aSummary({ problems: [down] })], moment), []);
  });

  it('say once what newly became critical, all of a cluster together', () => {
    const listener = new Listener();
    listener.look([]);
    const other = aProblem({ subject: 'cn:cn2:9050' });
    assert.deepEqual(listener.look([down, other]), ['node.down+node.down']);
    assert.deepEqual(listener.look([down, other]), []);
  });

  it('do not say again what comes back as the same problem, but what begins anew', () => {
    const listener = new Listener();
    listener.look([]);
    assert.deepEqual(listener.look([down]), ['node.down']);
    listener.look([]);
    assert.deepEqual(listener.look([{ ...down, times: 2 }]), []);
    listener.look([]);
    assert.deepEqual(listener.look([{ ...down, since: at + 30 * minuteMs }]), ['node.down']);
  });

  it('say warnings only where that is wished, and nothing where nothing is', () => {
    const listener = new Listener();
    listener.look([]);
    assert.deepEqual(listener.look([heap]), []);
    const wishful = new Listener();
    wishful.look([]);
    assert.deepEqual(wishful.look([heap], { wish: 'warning' }), ['fe.heap']);
    const quiet = new Listener();
    quiet.look([]);
    assert.deepEqual(quiet.look([down], { wish: 'off' }), []);
  });

  it('say when a warning becomes critical, and not when it falls back and rises again', () => {
    const listener = new Listener();
    listener.look([]);
    listener.look([heap]);
    assert.deepEqual(listener.look([{ ...heap, level: 'critical' }]), ['fe.heap']);
    assert.deepEqual(listener.look([heap]), []);
    assert.deepEqual(listener.look([{ ...heap, level: 'critical' }]), []);
  });

  it('say nothing that another problem explains, or that is no longer verified', () => {
    const listener = new Listener();
    listener.look([]);
    assert.deepEqual(listener.look([{ ...down, state: 'held' }]), []);
    assert.deepEqual(listener.look([{ ...down, state: 'unverified' }]), []);
  });

  it('say nothing of a silenced cluster, also not afterwards of what began meanwhile', () => {
    const listener = new Listener();
    listener.look([]);
    const marks = silence(noMarks, aSummary().id, at + 10 * minuteMs);
    assert.deepEqual(listener.look([down], { marks }), []);
    assert.deepEqual(listener.look([down]), []);
    assert.deepEqual(listener.look([{ ...down, since: at + minuteMs }]), ['node.down']);
  });

  it('say a rolling restart once, and of it only a node that does not come back', () => {
    const listener = new Listener();
    const node = (n: number, since: number) =>
      aProblem({ subject: `cn:cn${n}:9050`, since: at + since * minuteMs });
    listener.look([]);
    const told = Array.from({ length: 9 }, (_, n) => [
      ...listener.look([node(n, 2 + 3 * n)]),
      ...listener.look([node(n, 2 + 3 * n)]),
      ...listener.look([]),
    ]);
    assert.deepEqual(told.flat(), ['node.down'], 'nine nodes, each for two minutes');
    const stays = node(9, 29);
    const looks = Array.from({ length: 7 }, () => listener.look([stays]));
    assert.deepEqual(
      looks.map((said) => said.length),
      [0, 0, 0, 0, 0, 1, 0],
    );
    const both = [stays, node(10, 36)];
    assert.deepEqual(listener.look(both), ['node.down'], 'two at once are no restart in turn');
  });

  it('say nothing more of what was acknowledged, unless it gets worse or begins anew', () => {
    const { id } = aSummary();
    const marks = acknowledge(noMarks, id, heap);
    const listener = new Listener();
    listener.look([]);
    assert.deepEqual(listener.look([heap], { wish: 'warning', marks }), []);
    const worse = { ...heap, level: 'critical' } as const;
    assert.deepEqual(listener.look([worse], { wish: 'warning', marks }), ['fe.heap']);
    const anew = { ...heap, since: at + 90 * minuteMs };
    assert.deepEqual(listener.look([anew], { wish: 'warning', marks }), ['fe.heap']);
  });

  it('say again what was snoozed, once its time has come and if it is still there', () => {
    const { id } = aSummary();
    const listener = new Listener();
    listener.look([]);
    assert.deepEqual(listener.look([down]), ['node.down']);
    const marks = snooze(noMarks, id, down, at + 4 * minuteMs);
    assert.deepEqual(listener.look([down], { marks }), []);
    assert.deepEqual(listener.look([down], { marks }), ['node.down']);
    assert.deepEqual(listener.look([down], { marks }), []);
  });
});
