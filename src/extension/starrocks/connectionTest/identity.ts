import { phrase } from '../../../shared/phrase';
import type { Observation } from '../../collect/observation';
import type { Capabilities } from '../sources/capabilities';
import type { FrontendRow } from '../sources/frontends';
import type { Outcome } from './outcome';

/** Others that speak the MySQL protocol, and say so in `version_comment` or in their errors. */
const others = /\b(mariadb|mysql|percona|doris|selectdb|tidb|oceanbase|clickhouse)\b/i;

/** `3.3.5-6d81f75`: release and commit, as StarRocks alone writes it. */
const release = /^\d+\.\d+\S*-[0-9a-f]{7,40}$/i;

/**
 * Is this StarRocks? `version_comment` first, because it needs nothing; then SHOW FRONTENDS, which
 * only StarRocks' kin knows: being denied for want of NODE is an answer of StarRocks too.
 */
export function identityOutcome(
  version: Observation<Capabilities>,
  list: Observation<readonly FrontendRow[]>,
): Outcome {
  const comment = version.ok ? version.value.version : '';
  const refusal = list.ok ? '' : list.message;
  const foreign =
    others.exec(comment) ?? (refusal.includes('SQL syntax') ? others.exec(refusal) : null);
  if (foreign !== null || refusal.startsWith('You have an error in your SQL syntax')) {
    const name = foreign?.[1] ?? 'MySQL';
    return {
      state: 'failed',
      text: phrase('connection.starrocks.other', { name, version: comment }),
      remedy: phrase('remedy.starrocks.other'),
      field: 'hosts',
    };
  }
  const isKin = list.ok || (list.why === 'denied' && /\bprivilege/i.test(refusal));
  if (isKin || release.test(comment)) {
    return { state: 'ok', text: phrase('connection.starrocks.ok') };
  }
  return {
    state: 'failed',
    text: phrase('connection.starrocks.failed', {
      message: refusal === '' && !version.ok ? version.message : refusal,
    }),
    remedy: phrase('remedy.starrocks.failed'),
    field: 'hosts',
  };
}

export function leaderOutcome(list: Observation<readonly FrontendRow[]>): Outcome {
  if (!list.ok) {
    const { message } = list;
    return list.why === 'denied'
      ? {
          state: 'warning',
          text: phrase('connection.leader.denied', { message }),
          remedy: phrase('remedy.node'),
        }
      : {
          state: 'warning',
          text: phrase('connection.leader.failed', { message }),
          remedy: phrase('remedy.leader'),
        };
  }
  const count = list.value.length;
  const leader = list.value.find(({ role }) => role === 'LEADER');
  return leader === undefined
    ? {
        state: 'warning',
        text: phrase('connection.leader.none', { count }),
        remedy: phrase('remedy.leader'),
      }
    : { state: 'ok', text: phrase('connection.leader.ok', { leader: leader.host, count }) };
}
