import type { statementEn } from './statement.en';

export const statementZhCn: Record<keyof typeof statementEn, string> = {
  'statement.asked': '询问时间 {at}；耗时 {took}',
  'statement.form': '形式 `{form}`：此版本所支持的最新形式',
  'statement.rows': '{rows} 行',
  'statement.coverage': '基于 {of} 个节点中的 {have} 个',
  'statement.failed': '没有可用的回答：{why}',
  'statement.modules': '用于 {modules}',
  'statement.answer': '最近一次读到的回答',
  'statement.literals': '每个列表最多 20 行；语句和消息中的字面量以 `?` 代替。',
  'statement.figures': '由它得出的数值及算法（英文）',
  'statement.unknown': '以下情况也会未知：{why}。',
  'statement.more': '每个字段的单位和计算方式：见扩展的 docs/overview.md。',
  'host.pick.statement': '查看发往哪个集群的语句？',
  'host.pick.source': '查看哪个数据源的语句或地址？',
  'host.error.showStatement': '无法显示语句。',
};
