/** The product's own statements in the cluster's counters. */
import type { EpochMs } from '../../src/demo/truth';
import type { RateOptions } from './figures';
import type { Situation } from './situation';

/**
 * How many own SELECTs an interval of `query_total` holds. Those that ran together with one of the
 * two scrapes may be in it or not.
 */
export function ownSelects(situation: Situation, node: string): Required<RateOptions>['own'] {
  return counted(situation, node, (statement) => statement.select);
}

/** The same for `request_total`, which counts every statement: taking them out is allowed, not due. */
export function ownRequests(situation: Situation, node: string): Required<RateOptions>['own'] {
  const all = counted(situation, node, () => true);
  return (from, to) => {
    const { count, slack } = all(from, to);
    return { count: count / 2, slack: count / 2 + slack };
  };
}

function counted(
  situation: Situation,
  node: string,
  counts: (statement: { readonly select: boolean }) => boolean,
): Required<RateOptions>['own'] {
  const near = 1000 + situation.jitterMs;
  const ofNode = situation.own.filter((own) => own.node === node && counts(own));
  const between = (from: EpochMs, to: EpochMs) =>
    ofNode.filter(({ at }) => at > from && at <= to).length;
  return (from, to) => ({
    count: between(from, to),
    slack: between(from - near, from + near) + between(to - near, to + near),
  });
}
