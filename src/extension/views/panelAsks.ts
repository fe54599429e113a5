import type { StarRocksOverviewApi, TableId } from '../../shared/api';
import type { ClusterId } from '../../shared/ids';
import type { AnswerOf, ToHost, ToPage } from '../../shared/protocol';
import { messageOf } from '../../shared/messageOf';

type AskMessage = Extract<ToHost, { kind: 'ask' }>;
type AnswerMessage = Extract<ToPage, { kind: 'answer' }>;

const tables: Readonly<Record<TableId, true>> = {
  frontends: true,
  computeNodes: true,
  partitions: true,
  compactionTasks: true,
  sessions: true,
  sessionsByUser: true,
  runningQueries: true,
  nodeIo: true,
  memoryParts: true,
  loads: true,
  loadFailures: true,
  routineLoads: true,
  beCompactions: true,
  databaseTransactions: true,
  transactions: true,
  materializedViews: true,
  schemaChanges: true,
  tableSizes: true,
  databaseSizes: true,
  databaseTablets: true,
  queuedQueries: true,
  resourceGroups: true,
  slowQueries: true,
  slowShapes: true,
  topShapes: true,
  tableAccess: true,
  activeUsers: true,
  queryErrors: true,
  resourceGroupUsage: true,
  warehouses: true,
  nodeCaches: true,
  sourceCosts: true,
};

/** More rows are read page by page. */
const maxRows = 200;

/** Days that fit one message; earlier ones are asked for by `before`. */
const maxDays = 30;

/** Answers the questions of one page; a cancelled question is not answered any more. */
export class PanelAsks {
  private readonly api: StarRocksOverviewApi;
  private readonly post: (answer: AnswerMessage) => void;
  private readonly open = new Set<number>();

  constructor(api: StarRocksOverviewApi, post: (answer: AnswerMessage) => void) {
    this.api = api;
    this.post = post;
  }

  async answer(clusterId: ClusterId | undefined, ask: AskMessage): Promise<void> {
    this.open.add(ask.id);
    let answer: AnswerMessage;
    try {
      if (clusterId === undefined) {
        throw new Error('There is no cluster to ask.');
      }
      const value = await this.ask(clusterId, ask);
      answer = { kind: 'answer', id: ask.id, ok: true, value };
    } catch (error) {
      answer = { kind: 'answer', id: ask.id, ok: false, message: messageOf(error) };
    }
    if (this.open.delete(ask.id)) {
      this.post(answer);
    }
  }

  cancel(id: number): void {
    this.open.delete(id);
  }

  /** The page is gone. */
  cancelAll(): void {
    this.open.clear();
  }

  private async ask(clusterId: ClusterId, ask: AskMessage): Promise<AnswerOf[keyof AnswerOf]> {
    switch (ask.method) {
      case 'getTrend':
        return this.api.getTrend(clusterId, ask.args);
      case 'getDays': {
        const { days = maxDays } = ask.args;
        return this.api.getDays(clusterId, { ...ask.args, days: Math.min(days, maxDays) });
      }
      case 'findCauses':
        return this.api.findCauses(clusterId, ask.args);
      case 'getHealthHistory':
        return this.api.getHealthHistory(clusterId, ask.args);
      case 'getRows': {
        const { table, query } = ask.args;
        const { offset, limit, node } = query;
        if (!Object.hasOwn(tables, table) || !(offset >= 0) || !(limit >= 1)) {
          throw new Error('The panel asked for rows that do not exist.');
        }
        const page = {
          offset,
          limit: Math.min(limit, maxRows),
          ...(node === undefined ? {} : { node }),
        };
        return this.api.getRows(clusterId, table, page);
      }
      case 'explain':
        return this.api.explain(clusterId, ask.args.source, ask.args.node);
    }
  }
}
