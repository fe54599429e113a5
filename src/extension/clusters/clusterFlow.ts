import type { StarRocksOverviewApi } from '../../shared/api';
import type { NewCluster } from '../../shared/clusterProfile';
import type { Locale } from '../../shared/format';
import { displayText } from '../views/displayText';
import type { ClusterDraft, FlowStep } from './clusterDraft';
import { clusterOf, stepAfter, stepBefore, stepsOf } from './clusterDraft';
import { showConnectionTest, type TestReport } from './connectionTestView';
import { askStep } from './flowQuestions';
import { stepsToFix } from './stepsToFix';

export type FlowOptions = {
  readonly api: StarRocksOverviewApi;
  readonly locale: Locale;
  readonly title: string;
  /** Filled in as the person goes. */
  readonly draft: ClusterDraft;
  /** Groups of other clusters, to choose from. */
  readonly groups: readonly string[];
};

export type EnteredCluster = {
  readonly cluster: NewCluster;
  readonly secret?: string;
  /** Set when it was saved before the last check: the checks go on. */
  readonly rest?: Promise<TestReport>;
};

/**
 * Asks step by step, back and forth, and tests at the end exactly what was entered. Undefined =
 * cancelled: nothing was saved. A failed test leads back to the very step that may cure it, and from
 * there straight to the test again.
 */
export async function clusterFlow(options: FlowOptions): Promise<EnteredCluster | undefined> {
  const { draft } = options;
  const answered = new Set<FlowStep>();
  let isCuring = false;
  let step: FlowStep = 'hosts';
  for (;;) {
    if (step === 'test') {
      const { chosen, rest } = await testStep(options);
      switch (chosen) {
        case 'save':
          return { ...clusterOf(draft), ...(rest === undefined ? {} : { rest }) };
        case 'cancel':
          return undefined;
        case 'back':
          isCuring = false;
          step = stepBefore(draft, step);
          break;
        default:
          isCuring = true;
          step = chosen.fix;
      }
      continue;
    }
    const steps = stepsOf(draft);
    const position = {
      title: options.title,
      step: steps.indexOf(step) + 1,
      totalSteps: steps.length,
    };
    const result = await askStep(step, position, options);
    if (result === undefined) {
      return undefined;
    }
    if (result === 'back') {
      isCuring = false;
      step = stepBefore(draft, step);
    } else {
      answered.add(step);
      step = stepAfter(draft, step, isCuring ? answered : new Set());
    }
  }
}

async function testStep({ api, locale, title, draft }: FlowOptions) {
  const { cluster, secret } = clusterOf(draft);
  return showConnectionTest({
    api,
    locale,
    title: `${title}: ${displayText(cluster.name, 40)}`,
    cluster,
    secret,
    flow: { stepsToFix: (failed) => stepsToFix(failed, draft) },
  });
}
