import { MalformedAnswer } from '../failures';
import type { LineReader } from './source';

/** Reads an answer that is one small JSON object. */
export function jsonReader<T>(
  read: (object: Readonly<Record<string, unknown>>) => T,
): LineReader<T> {
  let text = '';
  return {
    line: (line) => {
      text += line;
    },
    finish: () => ({ value: read(objectOf(text)), rows: 1 }),
  };
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value));
    }
  } catch {
    // Said below, together with what is JSON but no object.
  }
  throw new MalformedAnswer('the answer is no JSON object');
}
