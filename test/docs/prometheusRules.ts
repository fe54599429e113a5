/** Rules of the overview as Prometheus alerts: the same levels, held for the same time. */
import { promql } from '../../src/shared/promql';
import {
  defaultThresholds,
  ruleConstants,
  ruleNumbers,
  type RuleId,
} from '../../src/shared/thresholds';

export type PrometheusAlert = {
  readonly rule: RuleId;
  readonly level: 'warning' | 'critical';
  readonly expr: string;
};

const fe = 'job="$job",group="fe"';
const be = 'job="$job",group="be"';

function above(rule: RuleId, query: string | undefined, marks: readonly [number, number?]) {
  const [warning, critical] = marks;
  if (query === undefined) {
    throw new Error(`${rule} has no query`);
  }
  return [
    { rule, level: 'warning', expr: `${query} > ${warning}` },
    ...(critical === undefined
      ? []
      : [{ rule, level: 'critical', expr: `${query} > ${critical}` } as const]),
  ] as const satisfies readonly PrometheusAlert[];
}

const errors = `(sum(rate(starrocks_fe_query_err{${fe}}[5m])) - (sum(rate(starrocks_fe_query_analysis_err{${fe}}[5m])) or vector(0)))`;
const transactions = `(${promql['txn.success'] ?? ''} + ${promql['txn.failed'] ?? ''} > 0)`;

/** Of the rules that `/metrics` alone can judge, as far as it can. */
export const prometheusAlerts: readonly PrometheusAlert[] = [
  {
    rule: 'fe.leader',
    level: 'critical',
    expr: `(count(node_info{${fe},type="is_master"} == 1) or vector(0)) != 1`,
  },
  { rule: 'fe.down', level: 'critical', expr: `up{${fe}} == 0` },
  { rule: 'node.down', level: 'critical', expr: `up{${be}} == 0` },
  {
    rule: 'fe.editlog',
    level: 'warning',
    expr: `max(starrocks_fe_editlog_write_latency_ms{${fe},quantile="0.99"}) > ${ruleNumbers.editLogSlowMs}`,
  },
  ...above('fe.heap', promql['fe.heap'], [
    defaultThresholds.heapWarningPct,
    defaultThresholds.heapCriticalPct,
  ]),
  ...above('cpu.node', promql['be.cpu'], [defaultThresholds.cpuWarningPct]),
  ...above('disk.full', promql['be.disk_max'], [ruleNumbers.diskWarningPct]),
  ...above('disk.busy', promql['be.io_util'], [ruleNumbers.diskBusyPct]),
  {
    rule: 'compaction.pressure',
    level: 'critical',
    expr: `${promql['compaction.score'] ?? ''} > ${defaultThresholds.compactionCritical}`,
  },
  ...above(
    'query.errors',
    `100 * ${errors} / (sum(rate(starrocks_fe_query_total{${fe}}[5m])) > 0)`,
    [defaultThresholds.errorsWarningPct, defaultThresholds.errorsCriticalPct],
  ),
  ...above('txn.failures', `100 * ${promql['txn.failed'] ?? ''} / ${transactions}`, [
    ruleNumbers.txnFailedWarningPct,
    ruleNumbers.txnFailedCriticalPct,
  ]),
  ...above('routine.lag', promql['routine.lag'], [ruleNumbers.routineLagRows]),
];

/** A file of Prometheus' `rule_files`; `$job` is to be replaced by the cluster's job. */
export function rulesYaml(): string {
  return [
    'groups:',
    '  - name: starrocks-cluster-overview',
    '    rules:',
    ...prometheusAlerts.flatMap(({ rule, level, expr }) => [
      `      - alert: ${JSON.stringify(`${rule} ${level}`)}`,
      `        expr: ${JSON.stringify(expr)}`,
      `        for: ${ruleConstants[rule].forMs / 1000}s`,
      '        labels:',
      `          severity: ${level}`,
    ]),
  ].join('\n');
}
