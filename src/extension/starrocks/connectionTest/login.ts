import type { TestField, TestStep } from '../../../shared/api';
import type { NewCluster } from '../../../shared/clusterProfile';
import { phrase } from '../../../shared/phrase';
import type { PhraseId } from '../../../shared/phrases.en';
import type { Observation } from '../../collect/observation';
import type { Outcome } from './outcome';

/** Which layer refused, and what that comes to. */
export type LoginTrouble = { readonly step: 'tls' | 'login'; readonly outcome: Outcome };

type Trouble = {
  /** Words of the server, of TLS or of the driver; the first that fits counts. */
  readonly words: RegExp;
  readonly step: LoginTrouble['step'];
  readonly text: PhraseId;
  readonly remedy: PhraseId;
  readonly field: TestField;
};

const tls = { step: 'tls', field: 'tls' } as const;
const login = { step: 'login', field: 'user' } as const;

const troubles: readonly Trouble[] = [
  {
    ...tls,
    words: /^CA file /,
    text: 'connection.tls.caFile',
    remedy: 'remedy.tls.caFile',
  },
  {
    ...tls,
    words: /does not support secure conn/i,
    text: 'connection.tls.notOffered',
    remedy: 'remedy.tls.notOffered',
  },
  {
    ...tls,
    words: /insecure transport/i,
    text: 'connection.tls.required',
    remedy: 'remedy.tls.required',
  },
  {
    ...tls,
    words: /altnames|hostname\/ip/i,
    text: 'connection.tls.otherHost',
    remedy: 'remedy.tls.otherHost',
  },
  {
    ...tls,
    words: /certificate has expired|not yet valid/i,
    text: 'connection.tls.expired',
    remedy: 'remedy.tls.expired',
  },
  {
    ...tls,
    words: /certificate|self.signed|unable to (get|verify)/i,
    text: 'connection.tls.untrusted',
    remedy: 'remedy.tls.untrusted',
  },
  {
    ...tls,
    words: /\bssl\b|\btls\b/i,
    text: 'connection.tls.failed',
    remedy: 'remedy.tls.failed',
  },
  {
    ...login,
    words: /^no password is stored/,
    text: 'connection.login.noPassword',
    remedy: 'remedy.login.noPassword',
    field: 'password',
  },
  {
    ...login,
    words: /^Access denied for user/,
    text: 'connection.login.refused',
    remedy: 'remedy.login.refused',
  },
  {
    ...login,
    words: /^Reach user-level\b/,
    text: 'connection.login.userLimit',
    remedy: 'remedy.login.userLimit',
  },
  {
    ...login,
    words: /^Reach\b.*\blimit\b|too many connections/i,
    text: 'connection.login.limit',
    remedy: 'remedy.login.limit',
  },
  {
    ...login,
    words: /clear.?text|mysql_clear_password/i,
    text: 'connection.login.cleartext',
    remedy: 'remedy.login.cleartext',
    field: 'tls',
  },
];

/** Undefined once any statement got as far as a connection: then the login worked. */
export function loginTrouble(user: string, probe: Observation<unknown>): LoginTrouble | undefined {
  if (probe.ok || probe.via !== undefined) {
    return undefined;
  }
  const { message, why } = probe;
  const trouble = troubles.find(({ words }) => words.test(message));
  if (trouble !== undefined) {
    const { step, text, remedy, field } = trouble;
    return {
      step,
      outcome: {
        state: 'failed',
        text: phrase(text, { user, message }),
        remedy: phrase(remedy, { user }),
        field,
      },
    };
  }
  const refused = why === 'no-credentials';
  return {
    step: 'login',
    outcome: {
      state: 'failed',
      text: phrase(refused ? 'connection.login.refused' : 'connection.login.failed', { message }),
      remedy: phrase(refused ? 'remedy.login.refused' : 'remedy.login.failed', { user }),
      field: refused ? 'user' : 'hosts',
    },
  };
}

/** What the chosen mode means, once it is in force. */
export function tlsStep({ tls: { mode } }: NewCluster, offered: boolean): TestStep {
  switch (mode) {
    case 'off':
      return offered
        ? {
            step: 'tls',
            state: 'ok',
            text: phrase('connection.tls.offOffered'),
            remedy: phrase('remedy.tls.offered'),
            field: 'tls',
          }
        : { step: 'tls', state: 'ok', text: phrase('connection.tls.off') };
    case 'verify':
      return { step: 'tls', state: 'ok', text: phrase('connection.tls.ok') };
    case 'no-verify':
      return {
        step: 'tls',
        state: 'warning',
        text: phrase('connection.tls.unchecked'),
        remedy: phrase('remedy.tls.unchecked'),
        field: 'tls',
      };
  }
}
