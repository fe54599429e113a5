/** What this extension host holds because of us. */

/** Bundles that only a window with a cluster may load. */
export function loadedLater(): readonly string[] {
  return Object.keys(require.cache).filter((file) =>
    /sql-wasm|sql\.js|mysql2|dist.collector\.js|history-worker|demo-worker/.test(file),
  );
}

type Report = {
  readonly workers: readonly unknown[];
  readonly libuv: readonly {
    readonly type: string;
    readonly localEndpoint?: unknown;
    readonly remoteEndpoint?: unknown;
  }[];
};

/** Threads, and what listens: on any TCP port, or on a socket of ours. */
export function running(): { readonly workers: number; readonly listening: readonly string[] } {
  const { workers, libuv } = process.report.getReport() as unknown as Report;
  const listening = libuv
    .map((handle) => ({ ...handle, at: JSON.stringify(handle.localEndpoint ?? null) }))
    .filter(
      ({ type, at, remoteEndpoint }) =>
        !remoteEndpoint && ((type === 'tcp' && at !== 'null') || at.includes('srh-')),
    )
    .map(({ type, at }) => `${type} ${at}`);
  return { workers: workers.length, listening };
}
