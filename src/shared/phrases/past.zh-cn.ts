import type { pastEn } from './past.en';

export const pastZhCn: Record<keyof typeof pastEn, string> = {
  'panel.ribbon.title': '最近 24 小时健康状况',
  'panel.ribbon.label': '最近 24 小时的健康状况：选择要显示的时刻',
  'panel.ribbon.time.ok': '健康 {d}',
  'panel.ribbon.time.warning': '降级 {d}',
  'panel.ribbon.time.critical': '严重 {d}',
  'panel.ribbon.time.unknown': '未判定 {d}',
  'panel.ribbon.more': '另有 {n} 项',
  'panel.ribbon.hint': '点击：显示当时的全部状态',
  'panel.moment.return': '{at} — 返回实时',
  'panel.moment.reading': '正在从历史中读取该时刻',
  'panel.moment.nothing': '该时刻没有任何存储数据：全部未知。',
  'panel.moment.storedRound': '以下内容均来自 {at} 那一轮的存储数据。列表不存储。',
  'panel.moment.storedBucket': '以下内容均来自 {at} 起 {d} 的存储数据。列表不存储。',
  'panel.chart.clickMoment': '点击：显示当时的全部状态',
  'panel.range.choose': '其他范围…',
  'panel.range.from': '从',
  'panel.range.to': '到',
  'panel.range.show': '显示',
  'panel.range.bad': '结束时间必须晚于开始时间。',
};
