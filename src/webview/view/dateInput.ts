import type { EpochMs } from '../../shared/time';

const two = (value: number) => String(value).padStart(2, '0');

/** A moment as `<input type="datetime-local">` takes it: the reader's clock, to the minute. */
export function toInputValue(at: EpochMs): string {
  const date = new Date(at);
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The moment that was typed; undefined while it is not complete. */
export function fromInputValue(value: string): EpochMs | undefined {
  const at = new Date(value).getTime();
  return Number.isNaN(at) ? undefined : at;
}
