import type { ModuleId, Modules } from '../../shared/model/extendedOverview';
import type { EvaluatorState } from '../alerts/evaluatorState';
import { assembleInTurns } from '../overview/assemble';
import type { OverviewInput } from '../overview/overviewInput';
import { Slice } from '../slice';

/** The modules of one moment, without keeping the extension host busy for longer than a slice. */
export async function liveModules(
  input: OverviewInput,
  state: EvaluatorState,
  wanted: readonly ModuleId[],
): Promise<Modules> {
  const slice = new Slice();
  return assembleInTurns(input, state, wanted, async () => {
    if (slice.isOver) {
      await slice.next();
    }
  });
}
