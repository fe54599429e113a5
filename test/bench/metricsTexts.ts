import type { DemoProcess } from './demoProcess';

export type MetricsTexts = {
  readonly frontends: readonly string[];
  readonly nodes: readonly string[];
};

/** The /metrics of every node of the demo cluster, now. */
export async function metricsTexts({ info }: DemoProcess): Promise<MetricsTexts> {
  const textOf = async (host: string, port: number): Promise<string> => {
    const reported = `${host}:${port}`;
    const response = await fetch(`http://${info.addressMap[reported] ?? reported}/metrics`);
    return response.text();
  };
  return {
    frontends: await Promise.all(info.frontends.map((fe) => textOf(fe.host, fe.httpPort))),
    nodes: await Promise.all(info.nodes.map((node) => textOf(node.host, node.httpPort))),
  };
}

/**
 * The same text grown to a size real nodes have, by what grows there: table metrics on an FE, bRPC
 * latencies and table counters on a BE. None of it is wanted by us, all of it must be passed over.
 */
export function grownTo(text: string, kind: 'frontend' | 'node', bytes: number): string {
  const lines: string[] = [];
  let size = text.length;
  for (let n = 0; size < bytes; n += 1) {
    const line =
      kind === 'frontend'
        ? `starrocks_fe_table_query_total{db_name="warehouse_${n % 40}", tbl_name="fact_orders_${n}"} ${n * 37}`
        : n % 2 === 0
          ? `rpc_server_8060_starrocks_pinternal_service_call_${n}{quantile="0.99"} ${n * 13}`
          : `starrocks_be_table_scan_bytes{table="warehouse_${n % 40}.fact_orders_${n}",tablet="${n * 7}"} ${n * 1_013}`;
    lines.push(line);
    size += line.length + 1;
  }
  return `${text.trimEnd()}\n${lines.join('\n')}\n`;
}
