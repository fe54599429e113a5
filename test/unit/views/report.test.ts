import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { assembleModules } from '../../../src/extension/overview/assemble';
import { overviewReport } from '../../../src/extension/views/report/overviewReport';
import { reportHtml } from '../../../src/extension/views/report/reportHtml';
import { reportMarkdown } from '../../../src/extension/views/report/reportMarkdown';
import { liveModuleIds, type ExtendedOverview } from '../../../src/shared/model/extendedOverview';
import {
  performanceTrendSeries,
  resourceTrendSeries,
  type Trend,
} from '../../../src/shared/model/trends';
import { phrase } from '../../../src/shared/phrase';
import { known, unknown } from '../../../src/shared/reading';
import { seriesDefinition, type SeriesId } from '../../../src/shared/series';
import { kill, many, minute, Run, sharedData } from '../overview/builders';
import { stateMessage } from '../webview/support/stateMessage';

const evil =
  '<script>alert("x")</script> [run](command:evil) | **@team** https://evil.example `"\'';

const hour = 60 * minute;

/** A day in which nothing was measured for a while, and memory not at all. */
const trend = (at: number, series: readonly SeriesId[]) =>
  known<Trend>(
    {
      from: at - 24 * hour,
      to: at,
      stepMs: hour,
      series: series.map((id) => ({
        series: id,
        unit: seriesDefinition(id).unit,
        from: at - 24 * hour,
        stepMs: hour,
        avg: many(24, (n) => (id === 'mem.avg' || (n > 10 && n < 15) ? null : n)),
        gaps: [[at - 14 * hour, at - 10 * hour, 'paused']],
      })),
      events: [{ at: at - hour, kind: 'node-down', node: 'cn:cn-1:9050' }],
    },
    { observedAt: at, source: 'collector' },
  );

/** A cluster of which a node is down, after ten minutes. */
function degraded(): ExtendedOverview {
  const run = new Run(sharedData(4)).for(5 * minute);
  run.for(10 * minute, kill(sharedData(4), 'cn-1'));
  const at = run.now;
  const { header } = stateMessage();
  return {
    at,
    header: {
      ...header,
      name: 'prod',
      lastRoundAt: at - 4_000,
      sources: [
        { source: 'frontends', state: 'ok', periodS: 30 },
        { source: 'feMetrics', state: 'failed', why: 'unreachable', periodS: 30 },
      ],
    },
    modules: {
      ...assembleModules(run.input, run.state, liveModuleIds),
      performanceTrends: trend(at, performanceTrendSeries),
      resourceTrends: trend(at, resourceTrendSeries),
    },
  };
}

const markdown = (overview: ExtendedOverview, locale: 'en' | 'zh-cn' = 'en') =>
  reportMarkdown(overviewReport(overview, '1.2.3', locale));
const html = (overview: ExtendedOverview) => reportHtml(overviewReport(overview, '1.2.3', 'en'));

describe('a report', () => {
  it('tells verdict, since when, evidence and versions within its first ten lines', () => {
    const overview = degraded();
    const head = markdown(overview).split('\n').slice(0, 10).join('\n');
    const health = overview.modules.health;
    assert.ok(health?.known === true);
    const worst = health.value.problems.filter(({ level }) => level === health.value.verdict);
    const since = Math.min(...worst.map((problem) => problem.since));
    assert.match(head, /^# .*: (Degraded|Critical)\n/);
    assert.ok(head.includes(`**Since:** ${new Date(since).toISOString().slice(0, 19)}Z`), head);
    assert.match(head, /\*\*Evidence:\*\* \d+ sources: .*SHOW/);
    assert.match(head, /\*\*Versions:\*\* StarRocks .* on \d+ nodes/);
  });

  it('shows what is unknown with its reason, and never as a number', () => {
    const { header, at } = degraded();
    const none = unknown('unreachable', at, {
      detail: phrase('text.verbatim', { text: 'no route' }),
    });
    const text = markdown({
      at,
      header,
      modules: { health: none, kpis: none, dataStatistics: none },
    });
    assert.match(text, /\*\*Verdict:\*\* \(unknown: .*no route\)/);
    const [figures = ''] = text.split('## What did not answer');
    const values = [...figures.matchAll(/^\| [^|]+ \| ([^|]+) \|/gm)]
      .map(([, value = '']) => value)
      .filter((value) => !['Value', '---'].includes(value));
    assert.ok(values.length > 15, String(values.length));
    for (const value of values) {
      assert.match(value, /^— \(unknown: \D+\)$/);
    }
  });

  it('keeps text of a cluster text, in Markdown and in HTML', () => {
    const overview = degraded();
    const { health, nodes } = overview.modules;
    assert.ok(health?.known === true && nodes?.known === true && nodes.value.compute.known);
    const words = phrase('text.verbatim', { text: evil });
    const { compute } = nodes.value;
    const hostile: ExtendedOverview = {
      ...overview,
      header: { ...overview.header, name: evil },
      modules: {
        ...overview.modules,
        health: {
          ...health,
          value: {
            ...health.value,
            problems: health.value.problems.map((each) => ({
              ...each,
              title: words,
              evidence: words,
            })),
          },
        },
        nodes: {
          ...nodes,
          value: {
            ...nodes.value,
            compute: {
              ...compute,
              value: {
                ...compute.value,
                rows: compute.value.rows.map((row) => ({ ...row, host: evil })),
              },
            },
          },
        },
      },
    };
    const text = markdown(hostile);
    assert.ok(text.includes('\\<script\\>alert("x")\\</script\\> \\[run\\](command:evil) \\|'));
    assert.doesNotMatch(text, /(?<!\\)<|(?<!\\)@|:\/\/|(?<!\\)\]\(/);
    const page = html(hostile);
    const tags = new Set([...page.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag]) => tag));
    assert.ok(!tags.has('script') && tags.has('svg'));
    assert.ok(page.includes('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;'));
    const columns = text.split('\n').filter((line) => /alert.*\|$/.test(line));
    const cells = columns.map((line) => line.split(/(?<!\\)\|/).length);
    assert.ok(
      cells.length > 1 && cells.every((count) => count === 7 || count === 10),
      String(cells),
    );
  });

  it('is one HTML file whose own policy forbids scripts and all that is loaded', () => {
    const page = html(degraded());
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? assert.fail('no style');
    const hash = createHash('sha256').update(style).digest('base64');
    assert.ok(page.includes(`content="default-src 'none'; style-src 'sha256-${hash}'"`));
    assert.doesNotMatch(page, /<script|<link|<img|\sstyle=|\son\w+=|\ssrc=|\shref=|url\(/i);
  });

  it('breaks the lines of its charts where nothing was measured, and shades the gap', () => {
    const page = html(degraded());
    const [, queries = ''] = page.split('<figure>');
    const path = / d="([^"]*)"/.exec(queries)?.[1] ?? '';
    assert.equal(path.match(/M/g)?.length, 2);
    assert.match(queries, /<rect class="gap"[^>]*><title>/);
    assert.doesNotMatch(page, /NaN|Infinity|undefined/);
  });

  it('of a moment of which nothing is stored says so', () => {
    const overview = degraded();
    const none = unknown('not-recorded', overview.at);
    const at = overview.at - 30 * hour;
    const text = markdown({
      ...overview,
      at,
      past: { askedAt: at },
      modules: { health: none, kpis: none },
    });
    assert.match(text, /^# .*: Unknown\n/);
    assert.ok(
      text.includes(`**Moment:** ${new Date(at).toISOString().slice(0, 19)}Z; nothing is stored`),
    );
    assert.match(text, /\*\*Evidence:\*\* none/);
    assert.doesNotMatch(text, /What did not answer/, 'sources of now tell nothing of then');
  });

  it('of a past moment tells what it is made of, and ages up to it', () => {
    const overview = degraded();
    const stored = { at: overview.at - 5 * minute, coversMs: 5 * minute };
    const text = markdown({ ...overview, past: { askedAt: overview.at, stored } });
    assert.match(text, /\*\*Moment:\*\* .*Z, from what was stored at .*Z for 5 m/);
  });

  it('has every word in the language of the reader', () => {
    const text = markdown(degraded(), 'zh-cn');
    assert.match(text, /\*\*结论[:：]\*\*|\*\*结论:\*\*/);
    assert.doesNotMatch(text, /^## [A-Z][a-z]+ /m);
  });
});
