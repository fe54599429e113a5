import type { Locale } from './format';
import { formatBytes, formatCompact, formatDuration, formatNumber, formatPercent } from './format';
import type { SeriesUnit } from './series';

/** Minus sign, "missing" and "at least" as the page writes them. */
export const dash = '—';
export const atLeast = '≥';
export const atMost = '≤';

/** A value as a person reads it, the unit apart so that it can be set smaller. */
export type Quantity = { readonly text: string; readonly unit: string };

/** A number in the natural unit of its series: percent 0–100, ms, bytes, per second. */
export function quantity(value: number, unit: SeriesUnit, locale: Locale): Quantity {
  const shown = rounded(value, unit, locale);
  // Something measured is never rounded to nothing.
  if (value > 0 && !/[1-9]/.test(shown.text)) {
    const least = unit === 'ms' ? '1' : formatNumber(0.001, locale);
    return { ...shown, text: shown.text.replace(/^[\d.,]+/, `< ${least}`) };
  }
  return shown;
}

function rounded(value: number, unit: SeriesUnit, locale: Locale): Quantity {
  switch (unit) {
    case 'percent':
      // Below one percent the digits matter: 0.03% of failed queries is not 0%.
      return {
        text:
          Math.abs(value) < 1 ? `${formatNumber(value, locale)}%` : formatPercent(value, locale),
        unit: '',
      };
    case 'ms':
      return splitUnit(formatDuration(value, locale));
    case 'bytes':
      return splitUnit(formatBytes(value, locale));
    case 'bytesPerSecond': {
      const { text, unit: bytes } = splitUnit(formatBytes(value, locale));
      return { text, unit: `${bytes}/s` };
    }
    case 'perSecond': {
      const { text, unit: scale } = splitUnit(formatCompact(value, locale));
      return { text, unit: `${scale}/s` };
    }
    case 'msPerSecond':
      return { text: formatNumber(value, locale), unit: 'ms/s' };
    case 'count':
      return splitUnit(formatCompact(value, locale));
  }
}

/** The same in one string, for tooltips, legends and speech. */
export function quantityText(value: number, unit: SeriesUnit, locale: Locale): string {
  const { text, unit: word } = quantity(value, unit, locale);
  return word === '' ? text : word.startsWith('/') ? `${text} ${word}` : `${text} ${word}`;
}

/** `1.8 s` → 1.8 and s; a duration of two units (`4 m 12 s`) stays whole. */
function splitUnit(whole: string): Quantity {
  const parts = whole.split(' ');
  const [text, unit] = parts;
  return parts.length === 2 && text !== undefined && unit !== undefined
    ? { text, unit }
    : { text: whole, unit: '' };
}
