/** `CollectorCost` from the cluster's own log: what the product asked, and how often. */
import type { Expectation } from './expectation';
import { anyOf, exact, fields, known, leaf, unknown, within } from './expectation';
import type { Interval } from './interval';
import type { OwnAsking, Situation } from './situation';
import { arrival } from './situation';

const windowMs = 300_000;

/** How many rounds an asking may count for earlier or later than the log says. */
const slackOf = ({ jitterMs, intervalMs }: Situation): number =>
  jitterMs === 0 ? 0 : intervalMs + jitterMs;

/** Time and size of answers are the product's own measure: they must only be there. */
const measured = leaf((actual) =>
  typeof actual === 'number' && Number.isFinite(actual) && actual >= 0
    ? undefined
    : `is ${JSON.stringify(actual)}, expected a figure`,
);

export function expectCollectorCost(situation: Situation): Expectation {
  const { rounds } = situation;
  const newest = rounds.at(-1);
  const historyBytes = anyOf([
    known(measured, { source: ['collector'] }),
    unknown('not-collected-yet'),
  ]);
  if (newest === undefined) {
    const not = unknown('not-collected-yet');
    return fields({
      perMinute: eachPart(() => not),
      lastRound: eachPart(() => not),
      sources: not,
      historyBytes,
    });
  }
  const meta = { source: ['collector'], observedAt: arrival(situation, newest.end) };
  const before = rounds.at(-2);
  const base = rounds.findLast(({ end }) => newest.end - end > windowMs) ?? rounds[0];
  const lastRound = (key: Part): Expectation =>
    known(within(counted(situation, key, before?.end, newest.end)), meta);
  if (base === undefined || base === newest) {
    const young = unknown('insufficient-history');
    return fields({
      perMinute: eachPart(() => young),
      lastRound: eachPart((key) => lastRound(key)),
      sources: young,
      historyBytes,
    });
  }
  const minutes = (newest.end - base.end) / 60_000;
  const slack = slackOf(situation) / 60_000;
  const perMinute = (key: Part): Expectation => {
    const { lo, hi } = counted(situation, key, base.end, newest.end);
    return known(
      within({ lo: lo / (minutes + slack), hi: hi / Math.max(0.5, minutes - slack) }),
      meta,
    );
  };
  return fields({
    perMinute: eachPart(perMinute),
    lastRound: eachPart(lastRound),
    sources: expectSources(situation, base.end, newest.end, meta),
    historyBytes,
  });
}

type Part = 'statements' | 'requests' | 'ms' | 'rows' | 'bytes';

const eachPart = (f: (key: Part) => Expectation): Expectation =>
  fields({
    statements: f('statements'),
    requests: f('requests'),
    ms: f('ms'),
    rows: f('rows'),
    bytes: f('bytes'),
  });

/** So many were asked in (from, to]; requests that no port took are in no log. */
function counted(
  situation: Situation,
  key: Part,
  from: number | undefined,
  to: number,
  source?: string,
): Interval {
  if (key !== 'statements' && key !== 'requests') {
    return { lo: 0, hi: Number.MAX_VALUE };
  }
  const slack = slackOf(situation);
  const protocol = key === 'statements' ? 'sql' : 'http';
  const between = (begin: number, end: number): number =>
    situation.askings.filter(
      (asking: OwnAsking) =>
        asking.protocol === protocol &&
        asking.at > begin &&
        asking.at <= end &&
        (source === undefined || asking.source === source),
    ).length;
  const begin = from ?? Number.NEGATIVE_INFINITY;
  return {
    lo: between(begin + slack, to - slack),
    hi: key === 'requests' ? Number.MAX_VALUE : between(begin - slack, to + slack),
  };
}

const overHttp = ['feMetrics', 'beMetrics', 'datacache', 'imageAge'];

function expectSources(
  situation: Situation,
  from: number,
  to: number,
  meta: { readonly source: readonly string[]; readonly observedAt: Interval },
): Expectation {
  const slack = slackOf(situation);
  const asked = new Set(
    situation.askings
      .filter(({ at }) => at > from - slack && at <= to + slack)
      .map(({ source }) => source),
  );
  const ids = [...new Set([...asked, ...overHttp])];
  return {
    kind: 'rows',
    meta,
    rows: ids.map((source) =>
      fields({
        source: exact(source),
        statements: within(counted(situation, 'statements', from, to, source)),
        requests: within(counted(situation, 'requests', from, to, source)),
        ms: measured,
        rows: measured,
        bytes: measured,
      }),
    ),
    ids,
    idOf: (row) => String(row['source']),
    mayMiss: new Set(slack === 0 ? overHttp : ids),
  };
}
