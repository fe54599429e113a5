import type { ToldEvent } from '../../shared/model/trends';

/** How an event is marked in charts and lists. */
export function eventLevel(event: ToldEvent): 'critical' | 'warning' | 'info' {
  switch (event.kind) {
    case 'node-down':
      return 'critical';
    case 'problem-begun':
    case 'leader-changed':
    case 'heartbeats-stalled':
      return 'warning';
    default:
      return 'info';
  }
}
