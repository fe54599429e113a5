/** Where the extension says what it does. Text only: no objects, so that no secret slips in. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Secrets shorter than this are not searched for: they would blank out ordinary words. */
const shortestSecret = 3;

/** The one place where secrets are taken out of what is logged. */
export class RedactingLog implements Log {
  private readonly secrets = new Set<string>();
  private readonly sink: Log;
  private readonly redact: (text: string, secrets: readonly string[]) => string;

  constructor(sink: Log, redact: (text: string, secrets: readonly string[]) => string) {
    this.sink = sink;
    this.redact = redact;
  }

  /** From now on this text never reaches the sink. */
  protect(secret: string): void {
    if (secret.length >= shortestSecret) {
      this.secrets.add(secret);
    }
  }

  debug(message: string): void {
    this.sink.debug(this.clean(message));
  }

  info(message: string): void {
    this.sink.info(this.clean(message));
  }

  warn(message: string): void {
    this.sink.warn(this.clean(message));
  }

  error(message: string): void {
    this.sink.error(this.clean(message));
  }

  private clean(message: string): string {
    return this.redact(message, [...this.secrets]);
  }
}
