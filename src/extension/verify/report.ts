import type { TestStep } from '../../shared/api';
import type { SourceId } from '../../shared/ids';
import type { RunMode } from '../../shared/model/clusterHealth';
import type { UnknownReason } from '../../shared/reading';
import type { NeededPrivilege } from '../starrocks/sources/source';

/** One source asked once in one form. Holds no data, no names and no SQL of the cluster. */
export type VerifiedForm = {
  readonly source: SourceId;
  readonly form: string;
  /** What the source is declared to need; `http` needs none. */
  readonly privilege: NeededPrivilege | 'http';
  readonly outcome: 'ok' | UnknownReason;
  /** Absent when there was no answer. */
  readonly rows?: number;
  readonly tookMs: number;
  /** Fields of ours that this answer had no column or no usable value for. */
  readonly missing: readonly string[];
  /** Columns of the answer that we do not know or do not use. */
  readonly unknown: readonly string[];
};

export type VerifyReport = {
  /** Of the connection test, nodes left out: a node is a name. */
  readonly steps: readonly Pick<TestStep, 'step' | 'state'>[];
  readonly version: string | null;
  readonly runMode: RunMode | null;
  /** How many nodes the lists had, by role. */
  readonly nodes: Readonly<Record<'fe' | 'be' | 'cn', number | null>>;
  readonly forms: readonly VerifiedForm[];
};

/** The report as Markdown, to be read and passed on as it is. */
export function verifyMarkdown(report: VerifyReport): string {
  const { version, runMode, nodes, steps, forms } = report;
  const count = (n: number | null): string => (n === null ? '?' : String(n));
  const usable = new Set(forms.filter(({ outcome }) => outcome === 'ok').map((f) => f.source));
  const sources = new Set(forms.map(({ source }) => source));
  return [
    '# StarRocks Cluster Overview: verification of a cluster',
    '',
    'Made by connecting read-only and asking every source once in every form. It holds no data, no',
    'names and no SQL of the cluster.',
    '',
    `- Version: ${cell(version ?? 'unknown')}`,
    `- Run mode: ${runMode ?? 'unknown'}`,
    `- Nodes: ${count(nodes.fe)} FE, ${count(nodes.be)} BE, ${count(nodes.cn)} CN`,
    `- Sources that answered: ${usable.size} of ${sources.size}`,
    '',
    '## Connection',
    '',
    ...table(
      ['Step', 'State'],
      steps.map(({ step, state }) => [step, state]),
    ),
    '',
    '## Sources',
    '',
    ...table(
      ['Source', 'Form', 'Outcome', 'Rows', 'ms', 'Needs', 'Missing', 'Not known to us'],
      forms.map((f) => [
        f.source,
        f.form,
        f.outcome,
        count(f.rows ?? null),
        String(Math.round(f.tookMs)),
        f.privilege,
        f.missing.join(', '),
        f.unknown.map(cell).join(', '),
      ]),
    ),
    '',
    '## Privileges missing',
    '',
    ...missingPrivileges(forms),
    '',
  ].join('\n');
}

function missingPrivileges(forms: readonly VerifiedForm[]): readonly string[] {
  const denied = forms.filter(({ outcome }) => outcome === 'denied');
  return denied.length === 0
    ? ['None of the sources was denied.']
    : denied.map(({ source, form, privilege }) => `- ${source} (${form}) needs ${privilege}`);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

/** Text of the cluster: whatever is not part of a version or a column name becomes `?`. */
function cell(text: string): string {
  return text.slice(0, 64).replace(/[^\w.+-]/g, '?');
}
