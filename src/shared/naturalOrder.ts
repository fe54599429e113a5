const natural = new Intl.Collator('en', { numeric: true });

/** `cn-2` before `cn-10`. A collator is asked many times faster than `localeCompare` with a locale. */
export function compareNaturally(a: string, b: string): number {
  return natural.compare(a, b);
}
