import type { ToHost, ViewState } from '../shared/protocol';

/** The page's only way out: VS Code's webview API, or a stand-in of a test. */
export type Bridge = {
  post(message: ToHost): void;
  getState(): ViewState | undefined;
  setState(view: ViewState): void;
};

type VsCodeApi = {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

declare function acquireVsCodeApi(): VsCodeApi;

/** May be called once in the life of the page (VS Code refuses a second call). */
export function connectToHost(): Bridge {
  const api = acquireVsCodeApi();
  return {
    post: (message) => {
      api.postMessage(message);
    },
    getState: () => {
      const state = api.getState();
      return typeof state === 'object' && state !== null ? state : undefined;
    },
    setState: (view) => {
      api.setState(view);
    },
  };
}
