export type Address = { readonly host: string; readonly port: number };

/** `host:port` as it is shown and logged; IPv6 hosts in brackets. */
export function addressText({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * Where to connect instead of `address` (Kubernetes, Docker, tunnels). The most exact key wins:
 * `host:port`, then `host:*`, then `*:port`. Targets may use `*` for the part that stays.
 */
export function applyAddressMap(
  map: Readonly<Record<string, string>> | undefined,
  address: Address,
): Address {
  const { host, port } = address;
  for (const key of [addressText(address), `${hostText(host)}:*`, `*:${port}`]) {
    const target = map?.[key];
    const parsed = target === undefined ? undefined : parseTarget(target, address);
    if (parsed !== undefined) {
      return parsed;
    }
  }
  return address;
}

function hostText(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function parseTarget(target: string, from: Address): Address | undefined {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d+|\*)$/.exec(target.trim());
  if (match === null) {
    return undefined;
  }
  const host = match[1] ?? match[2];
  const port = match[3] === '*' ? from.port : Number(match[3]);
  if (host === undefined || port < 1 || port > 65_535) {
    return undefined;
  }
  return { host: host === '*' ? from.host : host, port };
}

/** Whether a host is this machine itself. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
