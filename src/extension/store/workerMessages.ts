import type { HistoryStore } from './historyStore';

/** Messages between the window and its history worker; structured clones, nothing is shared. */

export type StoreMethod = keyof HistoryStore;

export type WorkerStart = {
  readonly folder: string;
  /** The nonce of `owner.json` in the folder: who holds another one writes nothing. */
  readonly nonce: string;
  readonly wasmFile: string;
};

export type ToWorker = {
  readonly id: number;
  readonly method: StoreMethod;
  readonly args: readonly unknown[];
};

export type FromWorker =
  | { readonly kind: 'answer'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly ok: false; readonly message: string }
  | { readonly kind: 'notice'; readonly message: string };
