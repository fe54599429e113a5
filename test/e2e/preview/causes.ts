import type { CauseQuery, CauseReport } from '../../../src/shared/model/causes';
import type { ViewState } from '../../../src/shared/protocol';
import { minuteMs } from '../../../src/shared/time';

/** A stretch around the death of a node, compared. */
export function causesView(now: number): ViewState {
  const range = { from: now - 20 * minuteMs, to: now - 2 * minuteMs };
  return { timeRange: range, zoomedFrom: '1h', causes: true };
}

export function previewCauses({ from, to }: CauseQuery, now: number): CauseReport {
  return {
    from,
    to,
    beforeFrom: from - (to - from),
    rounds: 36,
    roundsBefore: 36,
    suspects: [
      {
        kind: 'event',
        event: { at: now - 6 * minuteMs, kind: 'node-down', node: 'cn:cn-04:9050' },
      },
      {
        kind: 'change',
        family: 'loads',
        series: 'load.rows',
        unit: 'perSecond',
        before: 186_000,
        during: 611_000,
        share: { node: 'cn:cn-02:9050', percent: 71 },
      },
      {
        kind: 'change',
        family: 'node',
        series: 'be.cpu',
        node: 'cn:cn-02:9050',
        unit: 'percent',
        before: 61,
        during: 93,
      },
    ],
  };
}
