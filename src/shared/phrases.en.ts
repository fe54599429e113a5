import { alertsEn } from './phrases/alerts.en';
import { actionsEn } from './phrases/actions.en';
import { auditEn } from './phrases/audit.en';
import { clustersEn } from './phrases/clusters.en';
import { compactionEn } from './phrases/compaction.en';
import { connectionEn } from './phrases/connection.en';
import { dataEn } from './phrases/data.en';
import { grantsEn } from './phrases/grants.en';
import { healthEn } from './phrases/health.en';
import { hostEn } from './phrases/host.en';
import { ownEn } from './phrases/own.en';
import { pastEn } from './phrases/past.en';
import { pagesEn } from './phrases/pages.en';
import { panelEn } from './phrases/panel.en';
import { reasonsEn } from './phrases/reasons.en';
import { queueEn } from './phrases/queue.en';
import { schemaChangesEn } from './phrases/schemaChanges.en';
import { reportEn } from './phrases/report.en';
import { resourcesEn } from './phrases/resources.en';
import { statementEn } from './phrases/statement.en';
import { tabletsEn } from './phrases/tablets.en';
import { tasksEn } from './phrases/tasks.en';
import { remediesEn } from './phrases/remedies.en';
import { rulesEn } from './phrases/rules.en';

/** Every sentence a person reads, by id; `{name}` is a placeholder. One file per part of the product. */
export const phrasesEn = {
  ...alertsEn,
  ...reasonsEn,
  ...auditEn,
  ...clustersEn,
  ...connectionEn,
  ...remediesEn,
  ...grantsEn,
  ...healthEn,
  ...rulesEn,
  ...ownEn,
  ...panelEn,
  ...pagesEn,
  ...pastEn,
  ...hostEn,
  ...tasksEn,
  ...schemaChangesEn,
  ...dataEn,
  ...tabletsEn,
  ...queueEn,
  ...resourcesEn,
  ...statementEn,
  ...compactionEn,
  ...actionsEn,
  ...reportEn,
} as const;

export type PhraseId = keyof typeof phrasesEn;
