import type { queueEn } from './queue.en';

export const queueZhCn: Record<keyof typeof queueEn, string> = {
  'source.queue': 'SHOW RUNNING QUERIES',
  'queue.title': '查询在队列中等待',
  'queue.step': '打开查询队列',
  'queue.waiting': '当前有 {n} 个查询在等待。',
  'queue.gaveUp': '最近 {d} 内有 {n} 个查询等待超时。',
  'panel.rule.query.queue': '查询队列',
  'panel.what.queue': '查询队列',
  'panel.queue.title': '查询队列',
  'panel.queue.waiting': '等待中',
  'panel.queue.timedOut': '等待超时',
  'panel.queue.admitted': '已放行',
  'panel.queue.slots': '个 slot',
  'panel.empty.queue': '队列中没有查询',
  'panel.column.queuedQuery': '查询',
  'panel.column.since': '开始于',
  'panel.column.waitsUntil': '等待至',
  'panel.column.slots': 'Slot',
};
