/** Sections of the panel, its pages of one node or one query, and their states. */
export const pagesEn = {
  'panel.tab.problems': '{n} open problems',
  'panel.header.chooseSections': 'Choose sections',
} as const;
