import { messageOf } from '../../shared/messageOf';

/**
 * Asks for as long as an effect lasts: what it returns ends the question, and nothing that comes after
 * is told.
 */
export function askWhile<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  answered: (answer: T) => void,
  failed: (why: string) => void,
): () => void {
  const asking = new AbortController();
  const unlessEnded = (tell: () => void) => {
    if (!asking.signal.aborted) {
      tell();
    }
  };
  ask(asking.signal).then(
    (answer) => {
      unlessEnded(() => {
        answered(answer);
      });
    },
    (error: unknown) => {
      unlessEnded(() => {
        failed(messageOf(error));
      });
    },
  );
  return () => {
    asking.abort();
  };
}
