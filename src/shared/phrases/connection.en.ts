/** What the connection test says: what was tried, what came of it, and what helps. */
export const connectionEn = {
  'connection.address.running': 'Looking up {addresses}',
  'connection.address.ok': '{addresses} found',
  'connection.address.some': '{missing} not found; going on with {addresses}. {message}',
  'connection.address.failed':
    'No address found for {addresses}: {message}. Check the spelling, the VPN and the DNS server.',
  'connection.tcp.running': 'Connecting to {addresses}',
  'connection.tcp.ok': '{addresses} accept connections',
  'connection.tcp.some': '{addresses} accept connections, {missing} do not: {message}',
  'connection.tcp.failed':
    'Nothing accepts connections at {addresses}: {message}. Check host, query port (usually 9030), firewall and VPN; an FE that is still starting refuses as well.',
  'connection.login.running': 'Logging in as {user}',
  'connection.login.ok': 'Logged in as {user} at {via}',
  'connection.login.noPassword': 'No password for {user} is at hand. Enter it and test again.',
  'connection.login.refused':
    'The cluster refused the login: {message}. Check user and password; the test is not repeated by itself.',
  'connection.login.silent':
    '{message}. Something accepts connections there but does not greet as MySQL does: is it the query port (usually 9030) and not the HTTP port?',
  'connection.login.noTls':
    'The cluster does not offer TLS: {message}. Set up a certificate on the FEs, or choose TLS "off" knowingly.',
  'connection.login.tls':
    'The TLS certificate was not accepted: {message}. Name the CA file, or the host as the certificate names it.',
  'connection.login.tlsRequired':
    'The cluster wants TLS: {message}. Choose a TLS mode other than "off".',
  'connection.login.limit':
    'The FE accepts no more connections: {message}. Ask the administrator for a higher limit.',
  'connection.login.cleartext':
    'The user logs in with a clear-text password (LDAP): {message}. Switch that on together with TLS.',
  'connection.login.failed': 'Login failed: {message}',
  'connection.starrocks.running': 'Asking what answers',
  'connection.starrocks.ok': 'StarRocks answers',
  'connection.starrocks.other':
    'This is not StarRocks, but "{version}". Check host and port: StarRocks FEs usually listen on 9030.',
  'connection.starrocks.failed': 'It could not be told whether this is StarRocks: {message}',
  'connection.version.ok': 'Version {version}',
  'connection.version.runMode': 'Version {version}, {runMode}',
  'connection.leader.running': 'Asking for the frontends',
  'connection.leader.ok': '{leader} leads {count} frontends',
  'connection.leader.none':
    'None of {count} frontends is the leader: nothing can be loaded or changed until one is elected.',
  'connection.leader.denied':
    'The list of nodes is not visible: {message}. Grant OPERATE ON SYSTEM or the role cluster_admin.',
  'connection.leader.failed': 'The frontends could not be listed: {message}',
  'connection.privileges.running': 'Asking what {user} may do',
  'connection.privileges.ok': '{user} may see nodes, queries and sessions of everybody',
  'connection.privileges.nodeOnly':
    '{user} may list nodes, but running queries, other users’ sessions and the configuration stay unknown. Grant OPERATE ON SYSTEM to a default role of the user. (It also allows changing settings: StarRocks has no read-only privilege for this.)',
  'connection.privileges.none':
    '{user} may neither list nodes nor see queries of others: most numbers will stay unknown. Grant OPERATE ON SYSTEM to a default role of the user.',
  'connection.privileges.unknown': 'What {user} may do could not be told: {message}',
  'connection.http.running': 'Asking {count} nodes for /metrics',
  'connection.http.ok': 'All {count} nodes answer /metrics',
  'connection.http.some':
    '{have} of {count} nodes answer /metrics; {missing} do not: {message}. Their rates will be missing. Open the HTTP ports (usually 8030 and 8040) or map the addresses.',
  'connection.http.failed':
    'No node answers /metrics: {message}. Latency and rates will be unknown. Open the HTTP ports (usually 8030 and 8040) or map the addresses.',
  'connection.http.off': 'HTTP is switched off: latency and most rates will be unknown',
  'connection.http.noNodes': 'No node is known whose /metrics could be asked',
} as const;
