import type { ToPage, ViewState } from '../../../src/shared/protocol';
import { unknown } from '../../../src/shared/reading';
import { hourMs, secondMs } from '../../../src/shared/time';

type StateMessage = Extract<ToPage, { readonly kind: 'state' }>;

/** How long before now the moment lies that is shown. */
const agoMs = 0.2 * hourMs;

export function pastView({ header }: StateMessage): ViewState {
  return { clusterId: header.clusterId, at: header.now - agoMs };
}

/** The state as the history tells it: no lists, nothing to act on. */
export function asPast(message: StateMessage): StateMessage {
  const askedAt = message.header.now - agoMs;
  const none = unknown('not-recorded', askedAt, { source: 'collector' });
  return {
    ...message,
    past: { askedAt, stored: { at: askedAt - 12 * secondMs, coversMs: 30 * secondMs } },
    actions: [],
    modules: {
      ...message.modules,
      sessions: none,
      runningQueries: none,
      compaction: none,
    },
  };
}
