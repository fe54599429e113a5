/** Sections in their order on the page, which never changes with the state. */
export const sectionIds = [
  'health',
  'kpis',
  'data',
  'nodes',
  'trends',
  'compaction',
  'tasks',
  'queries',
  'slow',
  'storage',
  'network',
  'alerts',
  'days',
] as const;
export type SectionId = (typeof sectionIds)[number];

/** The answer and its figures: always there. */
export const fixedSections: readonly SectionId[] = ['health', 'kpis'];
