/** What helps when a step of the connection test does not succeed. */
export const remediesEn = {
  'remedy.address': 'Check the spelling, the VPN and the DNS server.',
  'remedy.tcp.refused':
    'Check host, query port (usually 9030) and tunnel; an FE that is still starting refuses as well.',
  'remedy.tcp.silent': 'Check host, VPN and firewall: something drops the packets on the way.',
  'remedy.greeting': 'Check host and port: FEs usually listen on 9030 for SQL.',
  'remedy.greeting.http': 'Use the query port of an FE instead, usually 9030.',
  'remedy.greeting.silent':
    'Check the port (usually 9030) and what a tunnel or load balancer forwards it to; a hanging FE does this as well.',
  'remedy.tls.caFile': 'Name a readable file with the PEM certificate of the authority.',
  'remedy.tls.notOffered':
    'Ask the administrator for a keystore on the FEs (ssl_keystore_location), or switch TLS off knowingly.',
  'remedy.tls.offered': 'Switch TLS on to keep password and data from the network.',
  'remedy.tls.required': 'Switch TLS on.',
  'remedy.tls.otherHost':
    'Use the host name that the certificate bears, or have one issued for this host.',
  'remedy.tls.expired':
    'Ask the administrator for a new certificate; check the clock of this machine.',
  'remedy.tls.untrusted': 'Name the CA file of the authority that issued it.',
  'remedy.tls.failed': 'Check that the port is the query port and that both sides allow TLS 1.2.',
  'remedy.tls.unchecked': 'Choose "verify", with a CA file if need be.',
  'remedy.login.noPassword': 'Enter it and test again.',
  'remedy.login.refused': 'Check user and password; the login is not repeated by itself.',
  'remedy.login.limit':
    'Close other connections, or ask the administrator to raise qe_max_connection of the FE.',
  'remedy.login.userLimit':
    'Close other connections of this user, or ask the administrator to raise its property max_user_connections.',
  'remedy.login.cleartext':
    'Allow the clear-text password and switch TLS on; without TLS it is never sent.',
  'remedy.login.failed': 'Check host, port and user, and the log of the FE.',
  'remedy.starrocks.other': 'Check host and port: StarRocks FEs usually listen on 9030.',
  'remedy.starrocks.failed': 'Check host and port, and that a leader is elected.',
  'remedy.leader': 'Check that more than half of the FEs are running.',
  'remedy.operate':
    'Have OPERATE ON SYSTEM granted to a default role of the user; "Show Grants" has the statements. It also allows changing settings and ending queries: StarRocks has no read-only right for this.',
  'remedy.node':
    'Have OPERATE ON SYSTEM or the role cluster_admin granted; "Show Grants" has the statements.',
  'remedy.views.denied':
    'Have SELECT on information_schema granted; the role public usually has it.',
  'remedy.views.failed': 'Check that a BE or CN is alive: reading information_schema needs one.',
  'remedy.http':
    'Open the HTTP ports (usually 8030 and 8040), map the addresses, or name the URL of the proxy in front.',
  'remedy.http.off': 'Set HTTP to "auto" to measure latency and rates.',
  'remedy.audit.absent':
    'Install the AuditLoader plugin for history of statements, or name the table; everything else works without.',
  'remedy.audit.denied': 'Have SELECT on the table granted; "Show Grants" has the statement.',
  'remedy.sight.unknown': 'Open the HTTP port of the leader (usually 8030).',
  'remedy.sight':
    'Have SELECT granted on what is missing; "Show Grants" has the statements. Lists and totals over tables are lower bounds until then.',
} as const;
