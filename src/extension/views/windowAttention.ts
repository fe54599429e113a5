/** A window without focus for so long counts as one that nobody looks at, ms. */
export const unattendedAfterMs = 10 * 60_000;

export type WindowAttentionOptions = {
  /** Calls `f` once after so many milliseconds; the result cancels it. */
  readonly after: (ms: number, f: () => void) => () => void;
  readonly onChange: (attended: boolean) => void;
};

/** Tells whether somebody may be looking at a window: a panel left open over night is not looked at. */
export class WindowAttention {
  readonly #options: WindowAttentionOptions;
  #attended = true;
  #cancel: (() => void) | undefined;

  constructor(options: WindowAttentionOptions) {
    this.#options = options;
  }

  setFocused(focused: boolean): void {
    if (focused) {
      this.dispose();
      this.#become(true);
    } else {
      this.#cancel ??= this.#options.after(unattendedAfterMs, () => this.#become(false));
    }
  }

  dispose(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #become(attended: boolean): void {
    if (attended !== this.#attended) {
      this.#attended = attended;
      this.#options.onChange(attended);
    }
  }
}
