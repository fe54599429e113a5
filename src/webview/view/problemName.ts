import { subjectName } from '../../shared/ids';
import type { ProblemInterval } from '../../shared/model/healthHistory';
import { t } from '../text';

/** `memory high · cn-03`; the rule alone where the problem is the cluster's. */
export function problemName({ rule, subject }: Pick<ProblemInterval, 'rule' | 'subject'>): string {
  const about = subject === null ? '' : ` · ${subjectName(subject)}`;
  return `${t(`panel.rule.${rule}`)}${about}`;
}
