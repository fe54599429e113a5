/**
 * Deterministic chance: every draw is a pure function of (seed, salt, n), so the same seed and
 * clock give the same cluster, whatever was asked of it in between.
 */

const salts = new Map<string, number>();

function saltOf(text: string): number {
  const known = salts.get(text);
  if (known !== undefined) {
    return known;
  }
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  salts.set(text, hash);
  return hash;
}

function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A number in [0, 1). `n` may be an epoch in milliseconds. */
export function roll(seed: number, salt: string, n: number): number {
  const high = Math.floor(n / 0x1_0000_0000);
  return (
    mix(mix(mix(seed ^ saltOf(salt)) ^ (n >>> 0)) + Math.imul(high + 1, 0x9e3779b1)) / 0x1_0000_0000
  );
}

/** A normally distributed number with mean 0 and deviation 1 (within ±3). */
export function gauss(seed: number, salt: string, n: number): number {
  return 2 * (roll(seed, salt, n) + roll(seed, salt, n + 1e12) + roll(seed, salt, n + 2e12) - 1.5);
}

/** Smooth noise in [0, 1): a new target each `periodMs`, eased between. */
export function drift(seed: number, salt: string, at: number, periodMs: number): number {
  const position = at / periodMs;
  const cell = Math.floor(position);
  const share = position - cell;
  const ease = share * share * (3 - 2 * share);
  const from = roll(seed, salt, cell);
  const to = roll(seed, salt, cell + 1);
  return from + (to - from) * ease;
}

/** A count of events with the given mean. */
export function countOf(seed: number, salt: string, n: number, mean: number): number {
  if (mean <= 0) {
    return 0;
  }
  if (mean > 40) {
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * gauss(seed, salt, n)));
  }
  let left = roll(seed, salt, n);
  let chance = Math.exp(-mean);
  let count = 0;
  while (left > chance && count < 200) {
    left -= chance;
    count += 1;
    chance *= mean / count;
  }
  return count;
}

/** One of the items. */
export function pick<T>(seed: number, salt: string, n: number, items: readonly [T, ...T[]]): T {
  return items[Math.floor(roll(seed, salt, n) * items.length)] ?? items[0];
}

/** A UUID with dashes, as query ids are. */
export function uuidOf(seed: number, salt: string, n: number): string {
  let hex = '';
  for (let part = 0; part < 4; part++) {
    hex += Math.floor(roll(seed, `${salt}${String(part)}`, n) * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  }
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-11f0-${hex.slice(12, 16)}-${hex.slice(16, 28)}`;
}
