import type { grantsEn } from './grants.en';

export const grantsZhCn: Record<keyof typeof grantsEn, string> = {
  'grants.title':
    '{user} 查看全部内容所需的权限。以下语句均未发送：请检查后由管理员（root 或 user_admin）执行。',
  'grants.version': '适用于 StarRocks {version}。',
  'grants.versionUnknown': '版本未知：以下为 3.0 及以上版本的语句。',
  'grants.host': '用户按集群所识别的当前连接身份书写。',
  'grants.hostUnknown':
    '集群未说明该用户可从哪些主机连接：“%”仅为猜测。该用户必须已按此处的写法存在。',
  'grants.operate':
    '运行中的查询、所有人的会话、配置、Compaction 任务以及 SQL 指标。OPERATE 也允许修改配置和终止他人的查询：StarRocks 没有对应的只读权限。',
  'grants.rows':
    '表、分区和物化视图的行：对某对象没有权限时，其行会悄然缺失。SELECT 也允许读取数据本身；StarRocks 没有仅使表可见的权限。',
  'grants.sharedData': '存储卷和仓库（存算分离）。USAGE 也允许使用它们。',
  'grants.defaultRole':
    '未设为默认角色的角色不会激活，也不影响可见的行。ALL 会保留该用户已有的默认角色；其余角色也会一并激活。',
  'grants.old.node': '节点列表。NODE_PRIV 也允许增删节点。',
  'grants.old.admin': '运行中的查询、所有人的会话和配置。ADMIN_PRIV 也允许修改配置和用户。',
  'grants.alsoAllows.node': '角色 cluster_admin 也允许添加、下线和删除节点。',
  'grants.alsoAllows.operate': 'OPERATE 也允许修改配置和终止他人的查询。',
  'grants.alsoAllows.rows': 'SELECT 也允许读取所有数据库中的数据本身。',
  'grants.alsoAllows.allRoles': 'SET DEFAULT ROLE ALL 还会激活该用户被授予的所有其他角色。',
  'grants.old.alsoAllows.node': 'NODE_PRIV 也允许增删节点。',
  'grants.old.alsoAllows.operate': 'ADMIN_PRIV 也允许修改配置和用户。',
  'grants.old.alsoAllows.rows': 'SELECT_PRIV 也允许读取数据本身。',
};
