import type { Phrase, PhraseArg } from './phrase';
import { phrasesEn } from './phrases.en';
import { phrasesZhCn } from './phrases.zh-cn';
import { dayMs, hourMs, minuteMs, secondMs, wholeSeconds } from './time';

export type Locale = 'en' | 'zh-cn';

/** VS Code's display language to one of ours; anything but Chinese reads English. */
export function localeOf(language: string): Locale {
  return /^zh/i.test(language) ? 'zh-cn' : 'en';
}

const intlTag: Record<Locale, string> = { en: 'en-US', 'zh-cn': 'zh-CN' };
const numberFormats = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: Locale, digits: number): Intl.NumberFormat {
  const key = `${locale}:${digits}`;
  let format = numberFormats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(intlTag[locale], {
      maximumFractionDigits: digits,
      minimumFractionDigits: 0,
    });
    numberFormats.set(key, format);
  }
  return format;
}

/** A number with about four significant digits and locale grouping: `1,284`, `0.83`. */
export function formatNumber(value: number, locale: Locale = 'en'): string {
  const size = Math.abs(value);
  const digits = size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
  return numberFormat(locale, digits).format(value).replace('-', '−');
}

/** A count for a tile: `1,284`, `18.6 k`, `2.1 M`. */
export function formatCompact(value: number, locale: Locale = 'en'): string {
  const size = Math.abs(value);
  for (const [limit, suffix] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e4, 'k'],
  ] as const) {
    if (size >= limit) {
      const scaled = value / (suffix === 'k' ? 1e3 : limit);
      return `${formatNumber(Math.abs(scaled) >= 100 ? Math.round(scaled) : scaled, locale)} ${suffix}`;
    }
  }
  return formatNumber(value, locale);
}

/** Bytes in steps of 1024 with StarRocks' own words, so that figures match SHOW output. */
export function formatBytes(bytes: number, locale: Locale = 'en'): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${formatNumber(value, locale)} ${units[unit] ?? 'TB'}`;
}

/** At most two units: `850 ms`, `1.8 s`, `4 m 12 s`, `2 h 5 m`, `3 d 4 h`. */
export function formatDuration(ms: number, locale: Locale = 'en'): string {
  const size = Math.max(0, ms);
  if (size < secondMs) {
    return `${formatNumber(Math.round(size), locale)} ms`;
  }
  if (size < 10 * secondMs) {
    return `${formatNumber(Math.round(size / 10) / 100, locale)} s`;
  }
  const two = (big: number, bigName: string, small: number, smallName: string) => {
    const whole = Math.floor(size / big);
    const rest = Math.floor((size % big) / small);
    return rest === 0 ? `${whole} ${bigName}` : `${whole} ${bigName} ${rest} ${smallName}`;
  };
  if (size < minuteMs) {
    return `${Math.round(size / secondMs)} s`;
  }
  if (size < hourMs) {
    return two(minuteMs, 'm', secondMs, 's');
  }
  return size < dayMs ? two(hourMs, 'h', minuteMs, 'm') : two(dayMs, 'd', hourMs, 'h');
}

/** How old something is, in whole seconds: `3 s`, `1 m 33 s`; a clock ahead of ours counts as now. */
export function formatAge(ms: number, locale: Locale = 'en'): string {
  const size = wholeSeconds(Math.max(0, ms));
  return size === 0 ? '0 s' : formatDuration(size, locale);
}

/** `71%`: no space, one digit below ten, two below one. */
export function formatPercent(value: number, locale: Locale = 'en'): string {
  const size = Math.abs(value);
  if (size > 0 && size < 0.005) {
    // Something was measured: it must not read as nothing.
    return `${value < 0 ? '−' : ''}<${numberFormat(locale, 2).format(0.01)}%`;
  }
  if (size >= 99.5 && size < 100) {
    // Nearly all is not all.
    return `${value < 0 ? '−' : ''}${numberFormat(locale, 2).format(Math.min(size, 99.99))}%`;
  }
  const digits = size >= 10 ? 0 : size >= 1 ? 1 : 2;
  return `${numberFormat(locale, digits).format(value).replace('-', '−')}%`;
}

const clocks = new Map<Locale, Intl.DateTimeFormat>();
const dates = new Map<Locale, Intl.DateTimeFormat>();

function cached(
  cache: Map<Locale, Intl.DateTimeFormat>,
  locale: Locale,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  let format = cache.get(locale);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(intlTag[locale], options);
    cache.set(locale, format);
  }
  return format;
}

/** A moment in the reader's zone: `14:03:07`, with the date when it is older than a day before `now`. */
export function formatMoment(at: number, locale: Locale = 'en', now?: number): string {
  const clock = cached(clocks, locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(at);
  if (now === undefined || Math.abs(now - at) < dayMs) {
    return clock;
  }
  return `${cached(dates, locale, { day: 'numeric', month: 'short' }).format(at)} ${clock}`;
}

/** Hours and minutes in the reader's zone, for axes and lists: `14:03`. */
export function formatClock(at: number, locale: Locale = 'en'): string {
  return formatMoment(at, locale).slice(0, 5);
}

/** Day and month in the reader's zone, for axes: `14 Jul`. */
export function formatDay(at: number, locale: Locale = 'en'): string {
  return cached(dates, locale, { day: 'numeric', month: 'short' }).format(at);
}

/** Names in a sentence: `a, b, and c`. */
export function formatList(items: readonly string[], locale: Locale = 'en'): string {
  return new Intl.ListFormat(intlTag[locale], { type: 'conjunction' }).format(items);
}

function formatArg(arg: PhraseArg, locale: Locale): string {
  if (typeof arg === 'string') {
    return arg;
  }
  if (typeof arg === 'number') {
    return formatNumber(arg, locale);
  }
  if ('id' in arg) {
    return renderPhrase(arg, locale);
  }
  if ('bytes' in arg) {
    return formatBytes(arg.bytes, locale);
  }
  if ('ms' in arg) {
    return formatDuration(arg.ms, locale);
  }
  if ('percent' in arg) {
    return formatPercent(arg.percent, locale);
  }
  return formatMoment(arg.at, locale);
}

/** The sentence in the reader's language. The result is text, never markup: escape it where it is shown. */
export function renderPhrase(phrase: Phrase, locale: Locale = 'en'): string {
  const template: string = (locale === 'zh-cn' ? phrasesZhCn : phrasesEn)[phrase.id];
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const arg = phrase.args[name];
    return arg === undefined ? whole : formatArg(arg, locale);
  });
}
