import { markdownText } from '../../../shared/markdownText';
import type { Report, ReportBlock } from './reportBlocks';

/** A report as Markdown; charts are left out, the table of their figures stays. */
export function reportMarkdown({ title, blocks }: Report): string {
  return [`# ${markdownText(title)}`, ...blocks.map(blockMarkdown).filter((text) => text !== '')]
    .join('\n\n')
    .concat('\n');
}

function blockMarkdown(block: ReportBlock): string {
  switch (block.kind) {
    case 'heading':
      return `## ${markdownText(block.text)}`;
    case 'text':
      return markdownText(block.text);
    case 'facts':
      return block.facts
        .map(([name, text]) => `- **${markdownText(name)}:** ${markdownText(text)}`)
        .join('\n');
    case 'table':
      return [
        block.head,
        block.head.map(() => '---'),
        ...block.rows.map((row) => row.map(markdownText)),
      ]
        .map((cells) => `| ${cells.join(' | ')} |`)
        .join('\n');
    case 'charts':
      return '';
  }
}
