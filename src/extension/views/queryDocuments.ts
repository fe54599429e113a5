import * as vscode from 'vscode';
import type { StarRocksOverviewApi } from '../../shared/api';
import type { ClusterId } from '../../shared/ids';
import type { Locale } from '../../shared/format';
import { say } from './say';

const scheme = 'starrocks-query';
/** More texts of queries are not kept. */
const mostTexts = 50;
const profileEnding = '.profile.txt';
const loadErrorsEnding = '.errors.txt';

export type ListedQuery = {
  readonly queryId: string;
  readonly user: string | null;
  /** Host of the FE that runs or ran it. */
  readonly frontend: string | null;
  /** As the cluster told it; untrusted text. */
  readonly sql: string | null;
};

/** What runs now, then what was slow, each once. What cannot be read is left out. */
export async function listedQueries(
  api: Pick<StarRocksOverviewApi, 'getRows'>,
  id: ClusterId,
): Promise<readonly ListedQuery[]> {
  const page = { offset: 0, limit: 200 };
  const lists = await Promise.allSettled([
    api.getRows(id, 'runningQueries', page),
    api.getRows(id, 'slowQueries', page),
  ]);
  const found = new Map<string, ListedQuery>();
  for (const list of lists) {
    const rows: readonly ListedQuery[] = list.status === 'fulfilled' ? list.value.rows : [];
    for (const row of rows) {
      if (!found.has(row.queryId)) {
        found.set(row.queryId, row);
      }
    }
  }
  return [...found.values()];
}

/** Queries, their profiles and rejected rows of loads as read-only documents, which nothing saves or runs. */
export class QueryDocuments implements vscode.TextDocumentContentProvider {
  private readonly locale: Locale;
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  /** The profile of a query that still runs is another one each time. */
  readonly onDidChange = this.changed.event;

  constructor(locale: Locale) {
    this.locale = locale;
  }

  register(): vscode.Disposable {
    return vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  /** Text that was shown in a window before is gone with it. */
  provideTextDocumentContent(uri: vscode.Uri): string {
    const gone = uri.path.endsWith(profileEnding)
      ? say(this.locale, 'page.profile.gone')
      : uri.path.endsWith(loadErrorsEnding)
        ? say(this.locale, 'page.loadErrors.gone')
        : `-- ${say(this.locale, 'page.query.gone')}`;
    return this.texts.get(uri.path) ?? `${gone}\n`;
  }

  /** Resolves with the text. */
  async show(clusterId: ClusterId, { queryId, sql }: ListedQuery): Promise<string> {
    const text = sql ?? `-- ${say(this.locale, 'page.query.noText')}`;
    const document = await this.open(`/${clusterId}/${encodeURIComponent(queryId)}.sql`, text);
    await vscode.languages.setTextDocumentLanguage(document, 'sql');
    return text;
  }

  async showProfile(clusterId: ClusterId, queryId: string, text: string): Promise<string> {
    await this.open(`/${clusterId}/${encodeURIComponent(queryId)}${profileEnding}`, text);
    return text;
  }

  async showLoadErrors(clusterId: ClusterId, loadId: string, text: string): Promise<string> {
    await this.open(`/${clusterId}/${encodeURIComponent(loadId)}${loadErrorsEnding}`, text);
    return text;
  }

  private async open(path: string, text: string): Promise<vscode.TextDocument> {
    const uri = vscode.Uri.from({ scheme, path });
    const [oldest] = this.texts.keys();
    if (this.texts.size >= mostTexts && oldest !== undefined) {
      this.texts.delete(oldest);
    }
    this.texts.set(uri.path, text);
    this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
    return document;
  }
}
