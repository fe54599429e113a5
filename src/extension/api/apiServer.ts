import type { Socket } from 'node:net';
import {
  createMessageConnection,
  ErrorCodes,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node';
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import { messageOf } from '../../shared/messageOf';
import type { NewCluster } from '../../shared/clusterProfile';
import type { StarRocksOverviewApi } from '../../shared/api';
import type { Log } from '../log';
import { isCallParams, isTestParams } from './apiWire';
import type { ApiMethod, EventParams, TestStepParams } from './apiWire';

/** Answers the windows that follow: each socket gets the events and may call the API. */
export class ApiServer {
  private readonly api: StarRocksOverviewApi;
  private readonly log: Log;
  private readonly connections = new Set<MessageConnection>();

  constructor(options: { readonly api: StarRocksOverviewApi; readonly log: Log }) {
    this.api = options.api;
    this.log = options.log;
  }

  /** Serves a follower until its socket closes. */
  serve(socket: Socket): void {
    if (socket.destroyed) {
      return;
    }
    const connection = createMessageConnection(
      new SocketMessageReader(socket),
      new SocketMessageWriter(socket),
    );
    this.connections.add(connection);
    const subscriptions = this.forwardEvents(connection);
    const underWay = new Set<AbortController>();
    const viewers = new Map<string, readonly [string, string]>();
    connection.onRequest('call', (params: unknown, token: CancellationToken) =>
      withSignal(token, underWay, (signal) => {
        noteViewer(viewers, params);
        return this.answer(params, signal);
      }),
    );
    connection.onRequest('testConnection', (params: unknown, token: CancellationToken) =>
      withSignal(token, underWay, (signal) => this.test(connection, params, signal)),
    );
    connection.onError(([error]) => {
      this.log.debug(`A following window's connection failed: ${error.message}`);
    });
    connection.onClose(() => {
      underWay.forEach((call) => {
        call.abort();
      });
      // A window that is gone looks at nothing.
      for (const [id, viewer] of viewers.values()) {
        this.api.setVisible(id, viewer, false).catch(() => undefined);
      }
      subscriptions.forEach((subscription) => {
        subscription.dispose();
      });
      this.connections.delete(connection);
      connection.dispose();
    });
    connection.listen();
    socket.resume();
  }

  dispose(): void {
    for (const connection of this.connections) {
      connection.end();
    }
  }

  private forwardEvents(connection: MessageConnection): readonly { dispose(): void }[] {
    const send = (params: EventParams) => {
      this.notify(connection, 'event', params);
    };
    return [
      this.api.onDidChangeClusters(() => {
        send({ name: 'onDidChangeClusters', payload: null });
      }),
      this.api.onDidChange((payload) => {
        send({ name: 'onDidChange', payload });
      }),
      this.api.onDidCollect((payload) => {
        send({ name: 'onDidCollect', payload });
      }),
    ];
  }

  private async answer(params: unknown, signal: AbortSignal): Promise<unknown> {
    if (!isCallParams(params)) {
      throw new ResponseError(ErrorCodes.InvalidParams, 'This window does not know that question.');
    }
    // On the wire there is no signal: it has its fixed place behind the other arguments.
    const args = params.method === 'collectNow' ? [params.args[0], signal] : params.args;
    try {
      const value = await this.invoke(params.method, args);
      return value === undefined ? null : value;
    } catch (error) {
      throw new ResponseError(ErrorCodes.InternalError, messageOf(error));
    }
  }

  /** The border where checked names meet typed methods; the arguments are checked by the API. */
  private invoke(method: ApiMethod, args: readonly unknown[]): Promise<unknown> {
    const methods = this.api as unknown as Record<
      ApiMethod,
      (...args: unknown[]) => Promise<unknown>
    >;
    return methods[method](...args);
  }

  private async test(
    connection: MessageConnection,
    params: unknown,
    signal: AbortSignal,
  ): Promise<null> {
    if (!isTestParams(params)) {
      throw new ResponseError(ErrorCodes.InvalidParams, 'This window does not know that question.');
    }
    const [cluster, secret] = params.args as [NewCluster, string | undefined];
    try {
      for await (const step of this.api.testConnection(cluster, secret, signal)) {
        this.sendStep(connection, { stream: params.stream, step });
      }
      return null;
    } catch (error) {
      throw new ResponseError(ErrorCodes.InternalError, messageOf(error));
    }
  }

  private sendStep(connection: MessageConnection, params: TestStepParams): void {
    this.notify(connection, 'testStep', params);
  }

  private notify(
    connection: MessageConnection,
    method: 'event' | 'testStep',
    params: EventParams | TestStepParams,
  ): void {
    connection.sendNotification(method, params).catch((error: unknown) => {
      // The window closed between the event and this line; its close is handled apart.
      this.log.debug(`A following window did not take an event: ${messageOf(error)}`);
    });
  }
}

/** Runs a call with a signal that follows the request's token; it ends with its window, too. */
async function withSignal<T>(
  token: CancellationToken,
  underWay: Set<AbortController>,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  underWay.add(controller);
  const subscription = token.onCancellationRequested(() => {
    controller.abort();
  });
  if (token.isCancellationRequested) {
    controller.abort();
  }
  try {
    return await call(controller.signal);
  } finally {
    subscription.dispose();
    underWay.delete(controller);
  }
}

/** Remembers who of that window looks at which cluster. */
function noteViewer(viewers: Map<string, readonly [string, string]>, params: unknown): void {
  if (!isCallParams(params) || params.method !== 'setVisible') {
    return;
  }
  const [id, viewer, visible] = params.args;
  if (typeof id === 'string' && typeof viewer === 'string') {
    const key = `${viewer} ${id}`;
    if (visible === true) {
      viewers.set(key, [id, viewer]);
    } else {
      viewers.delete(key);
    }
  }
}
