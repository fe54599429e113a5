import type { PhraseId } from './phrases.en';
import { alertsZhCn } from './phrases/alerts.zh-cn';
import { actionsZhCn } from './phrases/actions.zh-cn';
import { auditZhCn } from './phrases/audit.zh-cn';
import { clustersZhCn } from './phrases/clusters.zh-cn';
import { compactionZhCn } from './phrases/compaction.zh-cn';
import { connectionZhCn } from './phrases/connection.zh-cn';
import { dataZhCn } from './phrases/data.zh-cn';
import { grantsZhCn } from './phrases/grants.zh-cn';
import { healthZhCn } from './phrases/health.zh-cn';
import { hostZhCn } from './phrases/host.zh-cn';
import { ownZhCn } from './phrases/own.zh-cn';
import { pastZhCn } from './phrases/past.zh-cn';
import { pagesZhCn } from './phrases/pages.zh-cn';
import { panelZhCn } from './phrases/panel.zh-cn';
import { reasonsZhCn } from './phrases/reasons.zh-cn';
import { queueZhCn } from './phrases/queue.zh-cn';
import { schemaChangesZhCn } from './phrases/schemaChanges.zh-cn';
import { reportZhCn } from './phrases/report.zh-cn';
import { resourcesZhCn } from './phrases/resources.zh-cn';
import { statementZhCn } from './phrases/statement.zh-cn';
import { tabletsZhCn } from './phrases/tablets.zh-cn';
import { tasksZhCn } from './phrases/tasks.zh-cn';
import { remediesZhCn } from './phrases/remedies.zh-cn';
import { rulesZhCn } from './phrases/rules.zh-cn';

/** The same ids as `phrasesEn`: a missing translation does not compile. */
export const phrasesZhCn: Record<PhraseId, string> = {
  ...alertsZhCn,
  ...reasonsZhCn,
  ...auditZhCn,
  ...clustersZhCn,
  ...connectionZhCn,
  ...remediesZhCn,
  ...grantsZhCn,
  ...healthZhCn,
  ...rulesZhCn,
  ...ownZhCn,
  ...panelZhCn,
  ...pagesZhCn,
  ...pastZhCn,
  ...hostZhCn,
  ...tasksZhCn,
  ...schemaChangesZhCn,
  ...dataZhCn,
  ...tabletsZhCn,
  ...queueZhCn,
  ...resourcesZhCn,
  ...statementZhCn,
  ...compactionZhCn,
  ...actionsZhCn,
  ...reportZhCn,
};
