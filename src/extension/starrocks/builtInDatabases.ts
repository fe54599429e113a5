/** Databases that nobody creates: everybody sees them, the FE's gauges and transactions leave them out. */
export const builtInDatabases: ReadonlySet<string> = new Set(['information_schema', 'sys']);
