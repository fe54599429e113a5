import type { ActionUi } from '../../../src/extension/actions/actionFlow';
import type { ClusterId } from '../../../src/shared/ids';
import type { ClusterAction } from '../../../src/shared/model/action';

/** A person who does as told, and everything they were shown. */
export class Person {
  readonly seen: string[] = [];
  readonly picks: { readonly cluster: ClusterId; readonly action: ClusterAction } | undefined;
  readonly ui: ActionUi;

  /** @param does whether they agree, what they type, and what they pick where nothing is given */
  constructor(does: {
    readonly agrees: boolean;
    readonly types?: string;
    readonly picks?: Person['picks'];
  }) {
    this.picks = does.picks;
    this.ui = {
      confirm: (plan) => {
        this.seen.push(`${plan.cluster}: ${plan.statements.join('; ')}`);
        return Promise.resolve(does.agrees);
      },
      typeName: () => Promise.resolve(does.types),
      whileRunning: (_plan, work) => work(),
      refused: (why) => {
        this.seen.push(why.id);
      },
      ended: (_plan, outcome) => {
        this.seen.push(outcome.state);
      },
    };
  }
}
