/** Every way by which somebody may ask for an action, as far as it is the product's and not the editor's. */
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { requestAction, actionCommand } from '../../../src/extension/actions/actionRequest';
import { ApiClient } from '../../../src/extension/api/apiClient';
import { ApiServer } from '../../../src/extension/api/apiServer';
import { SwitchingApi } from '../../../src/extension/api/switchingApi';
import { clusterIdOf } from '../../../src/extension/argument';
import { commandId } from '../../../src/extension/commands/commandIds';
import { toolAnswer, toolNames, type ToolApi } from '../../../src/extension/tools/toolAnswers';
import type { TreeHandle } from '../../../src/extension/views/clusterTree';
import type { StarRocksOverviewApi } from '../../../src/shared/api';
import type { ClusterId } from '../../../src/shared/ids';
import type { ActionKind, ActionOutcome, ClusterAction } from '../../../src/shared/model/action';
import { isToHost } from '../../../src/shared/protocol';
import { PanelStore } from '../../../src/webview/store';
import { Person } from './person';

const ignore = (): void => undefined;
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

export type Way = keyof typeof ways;

/** How an action ended, and what a person was shown of it; no outcome = it was cancelled. */
export type Ended = {
  readonly outcome: ActionOutcome | undefined;
  readonly seen: readonly string[];
};

type Asked = {
  /** What `activate()` returned in this window, and the same in a window that follows it. */
  readonly api: StarRocksOverviewApi;
  readonly follower: StarRocksOverviewApi;
  readonly cluster: ClusterId;
  readonly action: ClusterAction;
  readonly agrees: boolean;
};

const ways = {
  tree: async ({ api, cluster, action, agrees }: Asked): Promise<Ended> => {
    const row: TreeHandle = {
      id: `${cluster}/row`,
      clusterId: cluster,
      actions: [action],
      alert: undefined,
    };
    return byCommand(api, action.kind, row, new Person({ agrees }));
  },

  /** A click on the page, its message, and the command that the panel makes of it. */
  panel: async ({ api, cluster, action, agrees }: Asked): Promise<Ended> => {
    const posted: unknown[] = [];
    const page = new PanelStore(
      { post: (message) => posted.push(message), getState: () => ({}), setState: ignore },
      0,
    );
    page.act(action);
    const [message] = JSON.parse(JSON.stringify(posted)) as unknown[];
    if (!isToHost(message) || message.kind !== 'act') {
      throw new Error('The panel does not understand its page.');
    }
    const { command, argument } = actionCommand(cluster, message.action);
    if (command !== commandId(action.kind)) {
      throw new Error(`There is no command ${command}.`);
    }
    return byCommand(api, action.kind, argument, new Person({ agrees }));
  },

  /** Cluster and target are picked, from a list that may be older than what became of the target. */
  palette: async ({ api, cluster, action, agrees }: Asked): Promise<Ended> => {
    const shown = {
      getRows: () => Promise.resolve({ rows: [], total: 0 }),
      planAction: api.planAction.bind(api),
      runAction: api.runAction.bind(api),
    };
    const person = new Person({ agrees, picks: { cluster, action } });
    return byCommand(shown, action.kind, undefined, person);
  },

  /** `executeCommand` of another extension or a key binding. */
  command: async ({ api, cluster, action, agrees }: Asked): Promise<Ended> =>
    byCommand(api, action.kind, { clusterId: cluster, action }, new Person({ agrees })),

  api: async ({ api, cluster, action, agrees }: Asked): Promise<Ended> =>
    byCode(api, cluster, action, agrees),

  otherWindow: async ({ follower, cluster, action, agrees }: Asked): Promise<Ended> =>
    byCode(follower, cluster, action, agrees),

  /** Nothing that a language model asks is an action, whatever it writes into its question. */
  tool: async ({ api, cluster, action }: Asked): Promise<Ended> => {
    for (const name of toolNames) {
      const input = { ...action, cluster, action, at: new Date(0).toISOString() };
      await toolAnswer({ ...reading(api), getTrend: noTrend }, name, input);
    }
    return { outcome: undefined, seen: [] };
  },
} as const;

export const wayNames = Object.keys(ways) as readonly Way[];

/** Where a person is shown what would be sent. */
export const personWays: readonly Way[] = ['tree', 'panel', 'palette', 'command'];

/** Files through which the ways lead to the gate: another one is another way, and wants a line above. */
export const entrances: Readonly<Record<string, readonly Way[]>> = {
  'src/extension/actions/actionFlow.ts': personWays,
  'src/extension/actions/actionRequest.ts': personWays,
  'src/extension/commands/actionCommands.ts': personWays,
  'src/extension/views/overviewPanel.ts': ['panel'],
  'src/webview/components/rowActions.tsx': ['panel'],
  'src/webview/store.ts': ['panel'],
  'src/extension/api/localApi.ts': ['api'],
  'src/extension/api/switchingApi.ts': ['api'],
  'src/extension/api/apiClient.ts': ['otherWindow'],
};

/** What a tool may ask. */
function reading(api: StarRocksOverviewApi): Pick<ToolApi, 'listClusters' | 'getExtendedOverview'> {
  return {
    listClusters: () => api.listClusters(),
    getExtendedOverview: (...args) => api.getExtendedOverview(...args),
  };
}

/** The history of these tests keeps no trends. */
const noTrend: ToolApi['getTrend'] = () =>
  Promise.resolve({ from: 0, to: 0, stepMs: 1, series: [], events: [] });

async function byCommand(
  api: Parameters<typeof requestAction>[0],
  kind: ActionKind,
  argument: unknown,
  person: Person,
): Promise<Ended> {
  const outcome = await requestAction(api, kind, argument, {
    ...person.ui,
    pickCluster: (given) => Promise.resolve(clusterIdOf(given) ?? person.picks?.cluster),
    pickTarget: () => Promise.resolve(person.picks?.action),
  });
  return { outcome, seen: person.seen };
}

/** Code has no dialog: it sends back the statements of the plan, or it does not. */
async function byCode(
  api: StarRocksOverviewApi,
  cluster: ClusterId,
  action: ClusterAction,
  agrees: boolean,
): Promise<Ended> {
  const plan = await api.planAction(cluster, action);
  const statements = plan.allowed && agrees ? plan.statements : [];
  return { outcome: await api.runAction(cluster, action, { statements }), seen: [] };
}

/** This window, which collects, and another one that follows it over a socket. */
export class Windows {
  readonly #api: SwitchingApi;
  readonly #follower: SwitchingApi;
  readonly #client: ApiClient;
  readonly #server: ApiServer;
  readonly #listener: net.Server;
  readonly #folder: string;

  private constructor(local: StarRocksOverviewApi, folder: string, client: net.Socket) {
    this.#folder = folder;
    this.#api = new SwitchingApi(log);
    this.#api.use(local);
    this.#server = new ApiServer({ api: this.#api, log });
    this.#listener = net.createServer();
    this.#client = new ApiClient(client, log);
    this.#follower = new SwitchingApi(log);
    this.#follower.use(this.#client);
  }

  static async open(local: StarRocksOverviewApi): Promise<Windows> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ways-'));
    const address =
      process.platform === 'win32'
        ? `\\\\.\\pipe\\${path.basename(folder)}`
        : path.join(folder, 's');
    const socket = new net.Socket();
    const windows = new Windows(local, folder, socket);
    windows.#listener.on('connection', (incoming) => {
      windows.#server.serve(incoming);
    });
    await new Promise<void>((resolve) => windows.#listener.listen(address, resolve));
    await new Promise<void>((resolve) => socket.connect(address, resolve));
    return windows;
  }

  async ask(
    way: Way,
    asked: Pick<Asked, 'cluster' | 'action'> & { readonly agrees?: boolean },
  ): Promise<Ended> {
    return ways[way]({ agrees: true, ...asked, api: this.#api, follower: this.#follower });
  }

  close(): void {
    this.#client.dispose();
    this.#server.dispose();
    this.#listener.close();
    this.#api.dispose();
    this.#follower.dispose();
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }
}
