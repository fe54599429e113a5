import type { remediesEn } from './remedies.en';

export const remediesZhCn: Record<keyof typeof remediesEn, string> = {
  'remedy.address': '请检查拼写、VPN 和 DNS 服务器。',
  'remedy.tcp.refused': '请检查主机、查询端口（通常为 9030）和隧道；正在启动的 FE 也会拒绝连接。',
  'remedy.tcp.silent': '请检查主机、VPN 和防火墙：途中有设备丢弃报文。',
  'remedy.greeting': '请检查主机和端口：FE 的 SQL 端口通常为 9030。',
  'remedy.greeting.http': '请改用 FE 的查询端口，通常为 9030。',
  'remedy.greeting.silent':
    '请检查端口（通常为 9030）以及隧道或负载均衡转发到哪里；卡住的 FE 也会这样。',
  'remedy.tls.caFile': '请指定可读的、含签发机构 PEM 证书的文件。',
  'remedy.tls.notOffered':
    '请让管理员在 FE 上配置密钥库（ssl_keystore_location），或明确选择关闭 TLS。',
  'remedy.tls.offered': '启用 TLS，可使密码和数据不在网络上明文传输。',
  'remedy.tls.required': '请启用 TLS。',
  'remedy.tls.otherHost': '请使用证书中的主机名，或为该主机签发证书。',
  'remedy.tls.expired': '请让管理员更换证书，并检查本机时钟。',
  'remedy.tls.untrusted': '请指定签发机构的 CA 文件。',
  'remedy.tls.failed': '请检查端口是否为查询端口，以及双方是否允许 TLS 1.2。',
  'remedy.tls.unchecked': '请选择“verify”，必要时指定 CA 文件。',
  'remedy.login.noPassword': '请输入后重新测试。',
  'remedy.login.refused': '请检查用户名和密码；登录不会自动重复。',
  'remedy.login.limit': '请关闭其他连接，或让管理员调高 FE 的 qe_max_connection。',
  'remedy.login.userLimit': '请关闭该用户的其他连接，或让管理员调高其属性 max_user_connections。',
  'remedy.login.cleartext': '请允许明文密码并启用 TLS；没有 TLS 时绝不发送。',
  'remedy.login.failed': '请检查主机、端口和用户，以及 FE 的日志。',
  'remedy.starrocks.other': '请检查主机和端口：StarRocks FE 通常监听 9030。',
  'remedy.starrocks.failed': '请检查主机和端口，以及是否已选出 Leader。',
  'remedy.leader': '请检查是否有半数以上的 FE 在运行。',
  'remedy.operate':
    '请为该用户的默认角色授予 OPERATE ON SYSTEM，语句见“显示授权语句”。该权限也允许修改配置和终止查询：StarRocks 没有对应的只读权限。',
  'remedy.node': '请授予 OPERATE ON SYSTEM 或角色 cluster_admin，语句见“显示授权语句”。',
  'remedy.views.denied': '请授予 information_schema 的 SELECT 权限；通常角色 public 已拥有。',
  'remedy.views.failed': '请检查是否有 BE 或 CN 存活：读取 information_schema 需要一个。',
  'remedy.http': '请开放 HTTP 端口（通常为 8030 和 8040）、映射地址，或指定前置代理的 URL。',
  'remedy.http.off': '将 HTTP 设为“auto”即可测量延迟和速率。',
  'remedy.audit.absent': '安装 AuditLoader 插件可获得语句历史，或指定表名；其余功能不受影响。',
  'remedy.audit.denied': '请授予该表的 SELECT 权限，语句见“显示授权语句”。',
  'remedy.sight.unknown': '请开放 Leader 的 HTTP 端口（通常为 8030）。',
  'remedy.sight':
    '请授予缺少部分的 SELECT 权限，语句见“显示授权语句”。在此之前，关于表的列表和合计只是下限。',
};
