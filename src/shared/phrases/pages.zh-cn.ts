import type { pagesEn } from './pages.en';

export const pagesZhCn: Record<keyof typeof pagesEn, string> = {
  'panel.tab.problems': '{n} 个未解决问题',
  'panel.header.chooseSections': '选择分区',
};
