import type { compactionEn } from './compaction.en';

export const compactionZhCn: Record<keyof typeof compactionEn, string> = {
  'compaction.sign.switchedOff': 'Compaction 已关闭：不会启动任何任务。',
  'compaction.sign.disabledTables': '以下表被排除在 Compaction 之外：{ids}。其分数只会上升。',
  'compaction.sign.noNode': '没有存活的节点可以执行 Compaction。',
  'compaction.sign.capped':
    '正在运行 {n} 个任务，已达 lake_compaction_max_tasks 的上限，而分数为 {score}。',
  'compaction.sign.saturated': '正在运行 {n} 个任务，已达上限，而分数为 {score}：导入快于合并。',
  'compaction.sign.queued': '任务的子任务平均等待 {d} 才得到节点的线程。',
  'compaction.sign.remoteReads': 'Compaction 从对象存储读取 {remote}，从数据缓存读取 {local}。',
  'compaction.sign.failing': '{partition} 的 Compaction 失败了 {n} 次：{error}。',
  'compaction.sign.publishStuck': '提交超过一分钟仍不可见：{n} 个，例如事务 {txn}。',
  'compaction.sign.skewed':
    '{partition} 有一个 tablet 分数为 {max}，而平均为 {average}：它排在平均分更高的分区之后。',
  'compaction.sign.localOff': '{n} 个 BE 上的 Compaction 已关闭。',
  'compaction.sign.localBacklog':
    '{n} 个候选在等待线程，最满的 tablet 有 {versions}/{max} 个版本。',

  'compaction.action.switchedOff': '允许重新启动任务；−1 表示每个存活节点 16 个。',
  'compaction.action.disabledTables': '把它们移出列表，除非有人特意排除。',
  'compaction.action.noNode': '启动该 warehouse 的计算节点。',
  'compaction.action.capped': '允许运行更多；−1 表示每个存活节点 16 个。',
  'compaction.action.saturated':
    '增加线程，最多为节点核数的一半；否则增加节点，或减少导入次数并加大每次导入。',
  'compaction.action.queued': '增加线程，最多为节点核数的一半；否则增加节点。',
  'compaction.action.remoteReads': '加大数据缓存。刚扩容后属正常现象，会自行消失。',
  'compaction.action.failing': '解决错误所指的问题：内存、tablet 元数据、同时进行的 schema 变更。',
  'compaction.action.publishStuck':
    '查看 lake_publish_version_queued_tasks 和宕机的节点；大的主键索引耗时较长。',
  'compaction.action.skewed': '选择能使数据分散的分桶键。',
  'compaction.action.localOff': '允许重新运行；−1 表示不单独设限。',
  'compaction.action.localBacklog':
    '增加每块磁盘的线程，最多为核数的一半；否则减少导入次数并加大每次导入。',

  'compaction.document.title': '{cluster} 的 Compaction，{at}。本文档中的任何语句都未发送。',
  'compaction.document.score': '分数 {score}；超过 {mark} 时导入变慢。',
  'compaction.document.scoreBound': '分数 {score}；超过 {mark} 时导入变慢，超过 {bound} 时被拒绝。',
  'compaction.document.versions': '最满的 tablet 有 {n}/{max} 个版本。',
  'compaction.document.unknown': '分数未知：{why}。',
  'compaction.document.worst': '最差的分区：最大值、平均值。',
  'compaction.document.running': '正在运行的和最近结束的任务。',
  'compaction.document.slowest': '运行最久的任务的子任务：{table} 的 {txn}。',
  'compaction.document.allTasks': '所有运行中任务的子任务。',
  'compaction.document.partitions': '按分数排列的分区。',
  'compaction.document.frontends': 'FE 的配置。',
  'compaction.document.backends': '节点的配置：当前值、默认值、是否改过。',
  'compaction.document.tablets': '最满的 tablet。',
  'compaction.document.local': '各 BE 的 Compaction。',
  'compaction.document.noAdvice': '未识别出 Compaction 缓慢的迹象。',
  'compaction.document.advice': '集群显示的迹象，以及可能有用的措施。',
  'compaction.document.changes':
    '以下各行会【更改集群】。它们是注释，未曾发送。更改在下次重启前有效。',
  'compaction.document.undo': '撤销：',
  'compaction.document.noSetting': '没有配置项可以解决。',
  'compaction.document.noChange': '无可更改：{key} 未知或已到上限。',
  'compaction.document.compact': '优先合并该分区：',

  'panel.compaction.advice': '建议',
  'panel.compaction.change': '{key}：{present} → {suggested}',
  'panel.compaction.diagnose': '命令面板中的“诊断 Compaction”会打开进一步查看的语句。',
};
