import type { Socket } from 'node:net';
import {
  CancellationTokenSource,
  createMessageConnection,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { messageOf } from '../../shared/messageOf';
import type {
  ApiEvent,
  ClusterSummary,
  ConditionCheck,
  DaysQuery,
  Explanation,
  HealthHistoryQuery,
  HistoryFormat,
  HistoryPart,
  OverviewQuery,
  RoundReport,
  RowPage,
  RowQuery,
  StarRocksOverviewApi,
  TableId,
  TableMap,
  TestStep,
  TrendQuery,
  NodePage,
} from '../../shared/api';
import type { ClusterPatch, NewCluster } from '../../shared/clusterProfile';
import type { ClusterId, NodeId, SourceId } from '../../shared/ids';
import type {
  ActionConsent,
  ActionOutcome,
  ActionPlan,
  ClusterAction,
} from '../../shared/model/action';
import type { ExtendedOverview, ModuleId } from '../../shared/model/extendedOverview';
import type { LoadErrors, LoadErrorsQuery } from '../../shared/model/loadErrors';
import type { QueryProfile, QueryProfileQuery } from '../../shared/model/queryProfile';
import type { SlowQuery, SlowQueryRequest } from '../../shared/model/slowQueries';
import type { Days } from '../../shared/model/days';
import type { CauseQuery, CauseReport } from '../../shared/model/causes';
import type { HealthHistory } from '../../shared/model/healthHistory';
import type { Trend } from '../../shared/model/trends';
import type { Rows } from '../../shared/reading';
import { Emitter } from '../emitter';
import type { Log } from '../log';
import { isEventParams, isTestStepParams, withoutTrailingUndefined } from './apiWire';
import type { ApiMethod, CallParams, TestParams } from './apiWire';

const lostMessage =
  'The window that collects was closed. Another one takes over; try again in a moment.';

/** The public API as a following window has it: every call goes to the window that collects. */
export class ApiClient implements StarRocksOverviewApi {
  readonly version = 1;
  readonly onDidChangeClusters: ApiEvent<void>;
  readonly onDidChange: ApiEvent<{ readonly id: ClusterId; readonly modules: readonly ModuleId[] }>;
  readonly onDidCollect: ApiEvent<RoundReport>;

  private readonly connection: MessageConnection;
  private readonly changedClusters: Emitter<void>;
  private readonly changed: Emitter<{
    readonly id: ClusterId;
    readonly modules: readonly ModuleId[];
  }>;
  private readonly collected: Emitter<RoundReport>;
  private readonly tests = new Map<number, (step: TestStep) => void>();
  private lastTest = 0;
  private lost = false;

  constructor(socket: Socket, log: Log) {
    this.changedClusters = new Emitter(log);
    this.changed = new Emitter(log);
    this.collected = new Emitter(log);
    this.onDidChangeClusters = this.changedClusters.event;
    this.onDidChange = this.changed.event;
    this.onDidCollect = this.collected.event;
    this.connection = createMessageConnection(
      new SocketMessageReader(socket),
      new SocketMessageWriter(socket),
    );
    this.connection.onNotification('event', (params: unknown) => {
      this.receive(params);
    });
    this.connection.onNotification('testStep', (params: unknown) => {
      if (isTestStepParams(params)) {
        // The border: the collecting window runs the same version (protocol number of the hello).
        this.tests.get(params.stream)?.(params.step as TestStep);
      }
    });
    this.connection.onError(([error]) => {
      log.debug(`The connection to the collecting window failed: ${error.message}`);
    });
    this.connection.onClose(() => {
      this.dispose();
    });
    this.connection.listen();
    if (socket.destroyed) {
      this.dispose();
    } else {
      socket.resume();
    }
  }

  /** Pending and later calls reject; no more events. */
  dispose(): void {
    if (!this.lost) {
      this.lost = true;
      this.connection.dispose();
    }
  }

  listClusters(): Promise<readonly ClusterSummary[]> {
    return this.call('listClusters', []);
  }

  addCluster(cluster: NewCluster, secret?: string): Promise<ClusterId> {
    return this.call('addCluster', [cluster, secret]);
  }

  async updateCluster(id: ClusterId, patch: ClusterPatch, secret?: string): Promise<void> {
    await this.call('updateCluster', [id, patch, secret]);
  }

  async removeCluster(id: ClusterId, options: { readonly deleteHistory: boolean }): Promise<void> {
    await this.call('removeCluster', [id, options]);
  }

  async *testConnection(
    cluster: NewCluster,
    secret?: string,
    signal?: AbortSignal,
  ): AsyncGenerator<TestStep, void, void> {
    const stream = (this.lastTest += 1);
    const steps = new StepQueue();
    this.tests.set(stream, (step) => {
      steps.push(step);
    });
    const stop = new AbortController();
    const cancel = () => {
      stop.abort();
    };
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted === true) {
      cancel();
    }
    const params: TestParams = { stream, args: withoutTrailingUndefined([cluster, secret]) };
    const finished = this.request('testConnection', params, stop.signal);
    // Also when it fails: the reader gets the failure from `finished` below.
    finished.then(steps.end, steps.end);
    try {
      for (let step = await steps.next(); step !== undefined; step = await steps.next()) {
        yield step;
      }
      await finished;
    } finally {
      // The reader may leave early: the test ends there as well.
      cancel();
      signal?.removeEventListener('abort', cancel);
      this.tests.delete(stream);
    }
  }

  collectNow(id: ClusterId, signal?: AbortSignal): Promise<RoundReport> {
    return this.call('collectNow', [id], signal);
  }

  async setPaused(id: ClusterId, paused: boolean): Promise<void> {
    await this.call('setPaused', [id, paused]);
  }

  async setVisible(id: ClusterId, viewer: string, visible: boolean): Promise<void> {
    await this.call('setVisible', [id, viewer, visible]);
  }

  getExtendedOverview(id: ClusterId, query?: OverviewQuery): Promise<ExtendedOverview> {
    return this.call('getExtendedOverview', [id, query]);
  }

  getRows<T extends TableId>(
    id: ClusterId,
    table: T,
    query: RowQuery,
  ): Promise<RowPage<TableMap[T]>> {
    return this.call('getRows', [id, table, query]);
  }

  getSlowQueries(id: ClusterId, query: SlowQueryRequest = {}): Promise<Rows<SlowQuery>> {
    return this.call('getSlowQueries', [id, query]);
  }

  getTrend(id: ClusterId, query: TrendQuery): Promise<Trend> {
    return this.call('getTrend', [id, query]);
  }

  getQueryProfile(id: ClusterId, query: QueryProfileQuery): Promise<QueryProfile> {
    return this.call('getQueryProfile', [id, query]);
  }

  getLoadErrors(id: ClusterId, query: LoadErrorsQuery): Promise<LoadErrors> {
    return this.call('getLoadErrors', [id, query]);
  }

  getDays(id: ClusterId, query?: DaysQuery): Promise<Days> {
    return this.call('getDays', [id, query]);
  }

  getHealthHistory(id: ClusterId, query: HealthHistoryQuery): Promise<HealthHistory> {
    return this.call('getHealthHistory', [id, query]);
  }

  findCauses(id: ClusterId, query: CauseQuery): Promise<CauseReport> {
    return this.call('findCauses', [id, query]);
  }

  explain(id: ClusterId, source: SourceId, node?: NodeId): Promise<Explanation> {
    return this.call('explain', [id, source, node]);
  }

  checkCondition(id: ClusterId, condition: string): Promise<ConditionCheck> {
    return this.call('checkCondition', [id, condition]);
  }

  getNodePage(id: ClusterId, node: NodeId): Promise<NodePage | null> {
    return this.call('getNodePage', [id, node]);
  }

  verifyCluster(id: ClusterId, signal?: AbortSignal): Promise<string> {
    return this.call('verifyCluster', [id], signal);
  }

  planAction(id: ClusterId, action: ClusterAction): Promise<ActionPlan> {
    return this.call('planAction', [id, action]);
  }

  runAction(id: ClusterId, action: ClusterAction, consent: ActionConsent): Promise<ActionOutcome> {
    return this.call('runAction', [id, action, consent]);
  }

  getHistorySize(id: ClusterId): Promise<number> {
    return this.call('getHistorySize', [id]);
  }

  exportHistory(id: ClusterId, format: HistoryFormat, cursor?: string): Promise<HistoryPart> {
    return this.call('exportHistory', [id, format, cursor]);
  }

  openRecordedHistory(file: string): Promise<ClusterId> {
    return this.call('openRecordedHistory', [file]);
  }

  async deleteHistory(id: ClusterId): Promise<void> {
    await this.call('deleteHistory', [id]);
  }

  /** The border: the other side has the same types, which the protocol number of the hello vouches for. */
  private async call<R>(
    method: ApiMethod,
    args: readonly unknown[],
    signal?: AbortSignal,
  ): Promise<R> {
    const params: CallParams = { method, args: withoutTrailingUndefined(args) };
    return (await this.request('call', params, signal)) as R;
  }

  private async request(
    method: 'call' | 'testConnection',
    params: CallParams | TestParams,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    if (this.lost) {
      throw new Error(lostMessage);
    }
    const source = new CancellationTokenSource();
    const cancel = () => {
      source.cancel();
    };
    signal?.addEventListener('abort', cancel);
    try {
      const answer = this.connection.sendRequest<unknown>(method, params, source.token);
      if (signal?.aborted === true) {
        cancel();
      }
      return await answer;
    } catch (error) {
      if (this.hasLostConnection()) {
        throw new Error(lostMessage, { cause: error });
      }
      throw new Error(messageOf(error), { cause: error });
    } finally {
      signal?.removeEventListener('abort', cancel);
      source.dispose();
    }
  }

  /** A method, because the field changes while a request is awaited. */
  private hasLostConnection(): boolean {
    return this.lost;
  }

  private receive(params: unknown): void {
    if (!isEventParams(params)) {
      return;
    }
    switch (params.name) {
      case 'onDidChangeClusters':
        this.changedClusters.fire();
        return;
      case 'onDidChange':
        this.changed.fire(params.payload as { id: ClusterId; modules: readonly ModuleId[] });
        return;
      case 'onDidCollect':
        this.collected.fire(params.payload as RoundReport);
        return;
    }
  }
}

/** Steps that arrive before they are read; one reader. */
class StepQueue {
  private readonly steps: TestStep[] = [];
  private isEnded = false;
  private wake: (() => void) | undefined;

  push(step: TestStep): void {
    this.steps.push(step);
    this.wake?.();
  }

  readonly end = (): void => {
    this.isEnded = true;
    this.wake?.();
  };

  /** Undefined once all steps are read and no more will come. */
  async next(): Promise<TestStep | undefined> {
    if (this.steps.length === 0 && !this.isEnded) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.steps.shift();
  }
}
