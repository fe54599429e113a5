/**
 * The texts of SHOW and SHOW PROC as values. Every cell of these statements is text, formatted by
 * the FE's version and locale; what cannot be read is null, never 0.
 */
import type { EpochMs } from '../../shared/time';

const unknownWords: ReadonlySet<string> = new Set(['', '\\N', 'NULL', 'null', 'N/A', '-']);
const longestUnknownWord = Math.max(...[...unknownWords].map((word) => word.length));

/** The text, or null for SQL NULL and the words StarRocks writes for it. */
export function known(cell: string | null): string | null {
  if (cell === null) {
    return null;
  }
  const text = cell.trim();
  return text.length <= longestUnknownWord && unknownWords.has(text) ? null : text;
}

/** `true`/`false`, `1`/`0`. */
export function booleanOf(cell: string | null): boolean | null {
  const text = known(cell)?.toLowerCase();
  if (text === 'true' || text === '1') {
    return true;
  }
  return text === 'false' || text === '0' ? false : null;
}

/** A finite decimal number; a comma may stand for the point. */
export function numberOf(cell: string | null): number | null {
  const text = known(cell);
  if (text === null || !/^[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?$/.test(text)) {
    return null;
  }
  const value = Number(text.replace(',', '.'));
  return Number.isFinite(value) ? value : null;
}

/** A number ≥ 0; negative ones are how gauges and ports say "not set". */
export function countOf(cell: string | null): number | null {
  const value = numberOf(cell);
  return value === null || value < 0 ? null : value;
}

/** A whole number > 0, for example a port or a number of cores: 0 stands for "not reported yet". */
export function positiveOf(cell: string | null): number | null {
  const value = numberOf(cell);
  return value !== null && Number.isInteger(value) && value > 0 ? value : null;
}

const binaryUnits: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  KB: 2 ** 10,
  MB: 2 ** 20,
  GB: 2 ** 30,
  TB: 2 ** 40,
  PB: 2 ** 50,
  EB: 2 ** 60,
};

/** Whole bytes of `1.204 TB`, `62.815GB`, `4KB`, `12,345 GB`, `0.000 ` (older zero without a unit). */
export function bytesOf(cell: string | null): number | null {
  const match = /^(\d+(?:[.,]\d+)?)\s*([KMGTPE]?B)?$/i.exec(known(cell) ?? '');
  const value = numberOf(match?.[1] ?? null);
  if (match === null || value === null) {
    return null;
  }
  const unit = binaryUnits[(match[2] ?? '').toUpperCase()];
  return unit === undefined ? null : Math.round(value * unit);
}

/** Bytes > 0: a size of 0 is how a node says that it has not reported yet. */
export function positiveBytesOf(cell: string | null): number | null {
  const bytes = bytesOf(cell);
  return bytes === null || bytes <= 0 ? null : bytes;
}

/** Percent of `41.37 %`, `12.4 %` or `42.42%`. */
export function percentOf(cell: string | null): number | null {
  const match = /^(\S+?)\s*%$/.exec(known(cell) ?? '');
  return match === null ? null : countOf(match[1] ?? null);
}

/** The number of `1200345 rows`. */
export function rowsOf(cell: string | null): number | null {
  const match = /^(\d+)\s*(?:rows?)?$/i.exec(known(cell) ?? '');
  return match === null ? null : countOf(match[1] ?? null);
}

/** Milliseconds of `31.507 s`. */
export function secondsToMs(cell: string | null): number | null {
  const match = /^(\S+?)\s*s$/i.exec(known(cell) ?? '');
  const value = match === null ? null : countOf(match[1] ?? null);
  return value === null ? null : Math.round(value * 1000);
}

const wallClock = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,6})?$/;

/**
 * Wall-clock text `yyyy-MM-dd HH:mm:ss[.ffffff]` read as if it were UTC; null for anything else,
 * and for times at the epoch, which stand for "never".
 */
export function wallClockMs(cell: string | null): number | null {
  const text = known(cell);
  if (text === null || !wallClock.test(text)) {
    return null;
  }
  // By place, not by groups: lists of thousands have a time or two in each row.
  const digits = (from: number, to: number) => Number(text.slice(from, to));
  const [year, month, day] = [digits(0, 4), digits(5, 7), digits(8, 10)];
  const ms = Date.UTC(year, month - 1, day, digits(11, 13), digits(14, 16), digits(17, 19));
  // Date.UTC rolls over what does not exist, such as month 13.
  const date = new Date(ms);
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || ms <= 86_400_000) {
    return null;
  }
  return text.length > 20 ? ms + Math.floor(Number(text.slice(20).padEnd(6, '0')) / 1000) : ms;
}

/** Session time text as our time; null when the zone is not known: an age is never guessed. */
export function sessionTime(cell: string | null, sessionOffsetMs: number | null): EpochMs | null {
  const wall = wallClockMs(cell);
  return wall === null || sessionOffsetMs === null ? null : wall - sessionOffsetMs;
}

/** `yyyy-MM-dd HH:mm:ss` of what `wallClockMs` read. */
export function wallClockText(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** The numbers of a JSON object such as `{"0":"1686143856061"}`, by key; null when it is none. */
export function jsonNumbers(cell: string | null): Readonly<Record<string, number>> | null {
  const object = jsonObject(cell);
  if (object === null) {
    return null;
  }
  const entries = Object.entries(object).map(
    ([key, value]) => [key, typeof value === 'number' ? value : numberOf(String(value))] as const,
  );
  return Object.fromEntries(entries.flatMap(([key, n]) => (n === null ? [] : [[key, n]])));
}

function jsonObject(cell: string | null): object | null {
  const text = known(cell);
  if (text === null) {
    return null;
  }
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

export type DataCache = {
  readonly status: string;
  readonly diskUsedBytes: number | null;
  readonly diskQuotaBytes: number | null;
  readonly memUsedBytes: number | null;
  readonly memQuotaBytes: number | null;
};

/** `Status: Normal, DiskUsage: 1.2GB/100GB, MemUsage: 0B/10GB`, or `Status: Disabled` alone. */
export function dataCacheOf(cell: string | null): DataCache | null {
  const text = known(cell);
  const status = /\bStatus:\s*(\w+)/.exec(text ?? '')?.[1];
  if (text === null || status === undefined) {
    return null;
  }
  const disk = /\bDiskUsage:\s*([^/]+?)\s*\/\s*(.+?)(?=,\s*\w+:|$)/.exec(text);
  const memory = /\bMemUsage:\s*([^/]+?)\s*\/\s*(.+?)(?=,\s*\w+:|$)/.exec(text);
  return {
    status,
    diskUsedBytes: bytesOf(disk?.[1] ?? null),
    diskQuotaBytes: bytesOf(disk?.[2] ?? null),
    memUsedBytes: bytesOf(memory?.[1] ?? null),
    memQuotaBytes: bytesOf(memory?.[2] ?? null),
  };
}
