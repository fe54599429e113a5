import { lookup } from 'node:dns/promises';
import type { TestStep } from '../../../shared/api';
import type { NewCluster } from '../../../shared/clusterProfile';
import { phrase } from '../../../shared/phrase';
import { addressText, applyAddressMap, type Address } from '../addressMap';
import { classifyFailure } from '../classifyFailure';
import { Deadline } from '../deadline';
import { DeadlineError } from '../failures';
import { connectTimeoutMs, openSocket } from '../lane';

/** Tries one frontend; `connectTo` is where it is after the address map. Rejects when it fails. */
export type ReachTry = (asked: Address, connectTo: Address, deadline: Deadline) => Promise<void>;

export type Reach = {
  readonly good: readonly Address[];
  readonly bad: readonly {
    readonly asked: Address;
    readonly message: string;
    /** The deadline ran out, rather than somebody saying no. */
    readonly silent: boolean;
  }[];
};

/** Tries all frontends at once, each within three seconds. */
export async function tryAll(
  cluster: NewCluster,
  frontends: readonly Address[],
  reachTry: ReachTry,
  signal: AbortSignal | undefined,
): Promise<Reach> {
  const good: Address[] = [];
  const bad: Reach['bad'][number][] = [];
  await Promise.all(
    frontends.map(async (asked) => {
      const deadline = new Deadline(connectTimeoutMs, signal);
      try {
        await reachTry(asked, applyAddressMap(cluster.http.addressMap, asked), deadline);
        good.push(asked);
      } catch (error) {
        const { message } = classifyFailure(error);
        bad.push({ asked, message, silent: error instanceof DeadlineError });
      } finally {
        deadline.dispose();
      }
    }),
  );
  return {
    good: frontends.filter((each) => good.includes(each)),
    bad: frontends.flatMap((each) => bad.filter(({ asked }) => asked === each)),
  };
}

export const lookUp: ReachTry = async (_asked, connectTo, deadline) => {
  deadline.enter('lookup', connectTo.host);
  await deadline.race(lookup(connectTo.host));
};

export const knock: ReachTry = async (asked, connectTo, deadline) => {
  const socket = await openSocket(connectTo, asked, deadline);
  socket.destroy();
};

/** What `address` or `tcp` comes to; some frontends are enough to go on with. */
export function reachStep(step: 'address' | 'tcp', reach: Reach, tookMs: number): TestStep {
  const { good, bad } = reach;
  const [first] = bad;
  const addresses = good.map(addressText).join(', ');
  if (first === undefined) {
    return { step, state: 'ok', text: phrase(`connection.${step}.ok`, { addresses }), tookMs };
  }
  const missing = bad.map(({ asked }) => addressText(asked)).join(', ');
  const { message } = first;
  const cure = {
    field: 'hosts',
    remedy: phrase(
      step === 'address'
        ? 'remedy.address'
        : bad.every(({ silent }) => silent)
          ? 'remedy.tcp.silent'
          : 'remedy.tcp.refused',
    ),
    tookMs,
  } as const;
  return good.length === 0
    ? {
        step,
        state: 'failed',
        text: phrase(
          step === 'tcp' && first.silent ? 'connection.tcp.silent' : `connection.${step}.failed`,
          { addresses: missing, message },
        ),
        ...cure,
      }
    : {
        step,
        state: 'warning',
        text: phrase(`connection.${step}.some`, { addresses, missing, message }),
        ...cure,
      };
}
