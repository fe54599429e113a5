import type { ComponentType } from 'preact';
import type { PhraseId } from '../../shared/phrases.en';
import { CompactionSection } from './compaction';
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
  readonly id: string;
  readonly title: PhraseId;
  readonly component: ComponentType;
};

/** Sections in their order on the page, which never changes with the state. One line each. */
export const sections: readonly SectionDefinition[] = [
  { id: 'health', title: 'panel.section.health', component: HealthSection },
  { id: 'kpis', title: 'panel.section.kpis', component: KpiSection },
  { id: 'nodes', title: 'panel.section.nodes', component: NodesSection },
  { id: 'trends', title: 'panel.section.trends', component: TrendsSection },
  { id: 'compaction', title: 'panel.section.compaction', component: CompactionSection },
  { id: 'tasks', title: 'panel.section.tasks', component: TasksSection },
  { id: 'queries', title: 'panel.section.queries', component: QueriesSection },
  { id: 'slow', title: 'panel.section.slow', component: SlowSection },
  { id: 'storage', title: 'panel.section.storage', component: StorageSection },
  { id: 'network', title: 'panel.section.network', component: NetworkSection },
  { id: 'days', title: 'panel.section.days', component: DaysSection },
];
