import type { ComponentType } from 'preact';
import type { PhraseId } from '../../shared/phrases.en';
import { sectionIds, type SectionId } from '../view/sectionIds';
import { AlertsSection } from './alerts';
import { CompactionSection } from './compaction';
import { DataStripSection } from './dataStrip';
import { DaysSection } from './days';
import { HealthSection } from './health';
import { KpiSection } from './kpis';
import { NetworkSection } from './network';
import { NodesSection } from './nodes';
import { QueriesSection } from './queries';
import { StorageSection } from './storage';
import { SlowSection } from './slow';
import { TasksSection } from './tasks';
import { TrendsSection } from './trends';

export type SectionDefinition = {
  readonly id: SectionId;
  readonly title: PhraseId;
  readonly component: ComponentType;
};

const definitions: Readonly<Record<SectionId, Omit<SectionDefinition, 'id'>>> = {
  health: { title: 'panel.section.health', component: HealthSection },
  kpis: { title: 'panel.section.kpis', component: KpiSection },
  data: { title: 'panel.figure.title', component: DataStripSection },
  nodes: { title: 'panel.section.nodes', component: NodesSection },
  trends: { title: 'panel.section.trends', component: TrendsSection },
  compaction: { title: 'panel.section.compaction', component: CompactionSection },
  tasks: { title: 'panel.section.tasks', component: TasksSection },
  queries: { title: 'panel.section.queries', component: QueriesSection },
  slow: { title: 'panel.section.slow', component: SlowSection },
  storage: { title: 'panel.section.storage', component: StorageSection },
  network: { title: 'panel.section.network', component: NetworkSection },
  alerts: { title: 'panel.section.alerts', component: AlertsSection },
  days: { title: 'panel.section.days', component: DaysSection },
};

/** Sections in their order on the page. */
export const sections: readonly SectionDefinition[] = sectionIds.map((id) => ({
  id,
  ...definitions[id],
}));
