import type { StarRocksOverviewApi } from '../../shared/api';

/**
 * What travels between the window that collects and the windows that follow: plain JSON over
 * `vscode-jsonrpc`. Named methods of the public API with their arguments, never SQL.
 */

/**
 * Methods that answer once. An AbortSignal (`collectNow`, `testConnection`) becomes a cancellation of
 * the request; `testConnection` answers in steps and has a request of its own.
 */
export const apiMethods = [
  'listClusters',
  'addCluster',
  'updateCluster',
  'removeCluster',
  'collectNow',
  'setPaused',
  'setVisible',
  'getExtendedOverview',
  'getRows',
  'getSlowQueries',
  'getQueryProfile',
  'getLoadErrors',
  'getTrend',
  'getDays',
  'getHealthHistory',
  'findCauses',
  'explain',
  'getNodePage',
  'checkCondition',
  'verifyCluster',
  'planAction',
  'runAction',
  'getHistorySize',
  'exportHistory',
  'openRecordedHistory',
  'deleteHistory',
] as const satisfies readonly (keyof StarRocksOverviewApi)[];
export type ApiMethod = (typeof apiMethods)[number];

export const apiEvents = [
  'onDidChangeClusters',
  'onDidChange',
  'onDidCollect',
] as const satisfies readonly (keyof StarRocksOverviewApi)[];
export type ApiEventName = (typeof apiEvents)[number];

/** Request `call`: the answer is what the method resolves with; undefined travels as null. */
export type CallParams = { readonly method: ApiMethod; readonly args: readonly unknown[] };

/** Request `testConnection`: steps come as notifications, the answer (null) ends them. */
export type TestParams = { readonly stream: number; readonly args: readonly unknown[] };

/** Notification `testStep`. */
export type TestStepParams = { readonly stream: number; readonly step: unknown };

/** Notification `event`; the payload of `onDidChangeClusters` is null. */
export type EventParams = { readonly name: ApiEventName; readonly payload: unknown };

/** Method and event names cannot be forgotten here: a new API member without a wire fails to compile. */
type OnWire = ApiMethod | ApiEventName | 'testConnection' | 'version';
export const everyMemberIsOnWire: Exclude<keyof StarRocksOverviewApi, OnWire> extends never
  ? true
  : never = true;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

export function isCallParams(value: unknown): value is CallParams {
  return (
    isRecord(value) &&
    (apiMethods as readonly unknown[]).includes(value['method']) &&
    Array.isArray(value['args'])
  );
}

export function isTestParams(value: unknown): value is TestParams {
  return isRecord(value) && Number.isSafeInteger(value['stream']) && Array.isArray(value['args']);
}

export function isEventParams(value: unknown): value is EventParams {
  return isRecord(value) && (apiEvents as readonly unknown[]).includes(value['name']);
}

export function isTestStepParams(value: unknown): value is TestStepParams {
  return isRecord(value) && Number.isSafeInteger(value['stream']);
}

/** JSON turns an undefined argument into null, so trailing ones are left out. */
export function withoutTrailingUndefined(args: readonly unknown[]): readonly unknown[] {
  let length = args.length;
  while (length > 0 && args[length - 1] === undefined) {
    length -= 1;
  }
  return args.slice(0, length);
}
