import { createHash } from 'node:crypto';
import { escapeHtml } from '../escapeHtml';
import { chartSvg } from './chartSvg';
import { reportCss } from './reportCss';
import type { Report, ReportBlock } from './reportBlocks';

/**
 * A report as one HTML file: no script, nothing that is loaded, and a policy that would forbid both;
 * the style sheet is allowed by its hash.
 */
export function reportHtml({ title, locale, blocks }: Report): string {
  const hash = createHash('sha256').update(reportCss).digest('base64');
  return `<!DOCTYPE html>
<html lang="${locale === 'zh-cn' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${reportCss}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${blocks.map((block) => blockHtml(block, locale)).join('\n')}
</body>
</html>
`;
}

function blockHtml(block: ReportBlock, locale: Report['locale']): string {
  switch (block.kind) {
    case 'heading':
      return `<h2>${escapeHtml(block.text)}</h2>`;
    case 'text':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'facts':
      return `<dl>${block.facts
        .map(([name, text]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(text)}</dd>`)
        .join('\n')}</dl>`;
    case 'table':
      return `<table><thead>${rowHtml(block.head, 'th')}</thead><tbody>
${block.rows.map((row) => rowHtml(row, 'td')).join('\n')}
</tbody></table>`;
    case 'charts':
      return `<div class="charts">${block.charts.map((chart) => chartSvg(chart, locale)).join('\n')}</div>`;
  }
}

function rowHtml(cells: readonly string[], tag: 'th' | 'td'): string {
  const scope = tag === 'th' ? ' scope="col"' : '';
  return `<tr>${cells.map((cell) => `<${tag}${scope}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
}
