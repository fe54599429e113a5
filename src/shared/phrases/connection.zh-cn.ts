import type { connectionEn } from './connection.en';

export const connectionZhCn: Record<keyof typeof connectionEn, string> = {
  'connection.address.running': '正在解析 {addresses}',
  'connection.address.ok': '已解析 {addresses}',
  'connection.address.some': '无法解析 {missing}，继续使用 {addresses}。{message}',
  'connection.address.failed': '无法解析 {addresses}：{message}。请检查拼写、VPN 和 DNS 服务器。',
  'connection.tcp.running': '正在连接 {addresses}',
  'connection.tcp.ok': '{addresses} 接受连接',
  'connection.tcp.some': '{addresses} 接受连接，{missing} 不接受：{message}',
  'connection.tcp.failed':
    '{addresses} 均不接受连接：{message}。请检查主机、查询端口（通常为 9030）、防火墙和 VPN；正在启动的 FE 也会拒绝连接。',
  'connection.login.running': '正在以 {user} 登录',
  'connection.login.ok': '已以 {user} 登录 {via}',
  'connection.login.noPassword': '没有 {user} 的密码。请输入后重新测试。',
  'connection.login.refused': '集群拒绝登录：{message}。请检查用户名和密码；测试不会自动重复。',
  'connection.login.silent':
    '{message}。该端口接受连接但没有 MySQL 握手：是否填成了 HTTP 端口而不是查询端口（通常为 9030）？',
  'connection.login.noTls': '集群不提供 TLS：{message}。请在 FE 上配置证书，或明确选择关闭 TLS。',
  'connection.login.tls': 'TLS 证书未被接受：{message}。请指定 CA 文件，或使用证书中的主机名。',
  'connection.login.tlsRequired': '集群要求 TLS：{message}。请选择“off”以外的 TLS 模式。',
  'connection.login.limit': 'FE 不再接受更多连接：{message}。请让管理员提高上限。',
  'connection.login.cleartext': '该用户使用明文密码（LDAP）登录：{message}。请与 TLS 一起启用。',
  'connection.login.failed': '登录失败：{message}',
  'connection.starrocks.running': '正在确认对端是什么',
  'connection.starrocks.ok': '对端是 StarRocks',
  'connection.starrocks.other':
    '对端不是 StarRocks，而是“{version}”。请检查主机和端口：StarRocks FE 通常监听 9030。',
  'connection.starrocks.failed': '无法确认对端是否为 StarRocks：{message}',
  'connection.version.ok': '版本 {version}',
  'connection.version.runMode': '版本 {version}，{runMode}',
  'connection.leader.running': '正在查询 FE 列表',
  'connection.leader.ok': '{leader} 是 {count} 个 FE 的 Leader',
  'connection.leader.none': '{count} 个 FE 中没有 Leader：选出之前无法导入或变更。',
  'connection.leader.denied':
    '无法查看节点列表：{message}。请授予 OPERATE ON SYSTEM 或角色 cluster_admin。',
  'connection.leader.failed': '无法列出 FE：{message}',
  'connection.privileges.running': '正在查询 {user} 的权限',
  'connection.privileges.ok': '{user} 可以查看节点以及所有人的查询和会话',
  'connection.privileges.nodeOnly':
    '{user} 可以列出节点，但运行中的查询、其他用户的会话和配置将保持未知。请向该用户的默认角色授予 OPERATE ON SYSTEM。（该权限也允许修改设置：StarRocks 没有只读的对应权限。）',
  'connection.privileges.none':
    '{user} 既不能列出节点，也不能查看他人的查询：大部分数值将保持未知。请向该用户的默认角色授予 OPERATE ON SYSTEM。',
  'connection.privileges.unknown': '无法确定 {user} 的权限：{message}',
  'connection.http.running': '正在向 {count} 个节点请求 /metrics',
  'connection.http.ok': '全部 {count} 个节点都应答 /metrics',
  'connection.http.some':
    '{count} 个节点中有 {have} 个应答 /metrics，{missing} 没有：{message}。它们的速率将缺失。请开放 HTTP 端口（通常为 8030 和 8040）或配置地址映射。',
  'connection.http.failed':
    '没有节点应答 /metrics：{message}。延迟和速率将未知。请开放 HTTP 端口（通常为 8030 和 8040）或配置地址映射。',
  'connection.http.off': 'HTTP 已关闭：延迟和大部分速率将未知',
  'connection.http.noNodes': '没有可以请求 /metrics 的已知节点',
};
