import assert from 'node:assert/strict';
import { promql, promqlText } from '../../../src/shared/promql';
import { ruleConstants } from '../../../src/shared/thresholds';
import { prometheusAlerts, rulesYaml } from '../../docs/prometheusRules';

/** What a parser would say first: brackets that do not match, or a selector without its job. */
function faultsOf(query: string): readonly string[] {
  const bare = query.replace(/"[^"]*"/g, '""');
  const open: string[] = [];
  const pairs: Readonly<Record<string, string>> = { ')': '(', '}': '{', ']': '[' };
  for (const char of bare) {
    if ('({['.includes(char)) {
      open.push(char);
    } else if (pairs[char] !== undefined && open.pop() !== pairs[char]) {
      return [`unmatched ${char}`];
    }
  }
  const selectors = [...query.matchAll(/\{[^}]*\}/g)].map(([text]) => text);
  return [
    ...open.map((char) => `unclosed ${char}`),
    ...(selectors.length === 0 ? ['no selector'] : []),
    ...selectors.filter((text) => !/^\{job="\$job",group="(fe|be)"/.test(text)),
    ...(/rate\((?![^)]*\[\d+m\])/.test(query) ? ['a rate without a window'] : []),
  ];
}

describe('PromQL', () => {
  it('selects one cluster in every query, over a window in every rate', () => {
    const queries = [...Object.entries(promql), ...prometheusAlerts.map((a) => [a.rule, a.expr])];
    const faults = queries.flatMap(([id = '', query = '']) =>
      faultsOf(query).map((fault) => `${id}: ${fault}`),
    );
    assert.deepEqual(faults, []);
  });

  it('names each line of a chart above its query, on one line', () => {
    const text = promqlText([
      { series: 'query.qps', title: 'Queries\n} or up' },
      { series: 'health.score', title: 'Score' },
    ]);
    assert.equal(text, `# Queries } or up\n${promql['query.qps'] ?? ''}\n`);
    assert.equal(promqlText([{ series: 'health.score', title: 'Score' }]), undefined);
  });

  it('holds each alert as long as the rule of the overview', () => {
    const yaml = rulesYaml();
    for (const { rule, level } of prometheusAlerts) {
      const alert = yaml.slice(yaml.indexOf(`"${rule} ${level}"`));
      const held = Number(/for: (\d+)s/.exec(alert)?.[1]) * 1000;
      assert.equal(held, ruleConstants[rule].forMs, rule);
    }
  });
});
