import type { Locale } from '../../shared/format';
import { formatPercent } from '../../shared/format';
import type { Kpi } from '../../shared/model/keyPerformanceIndicators';
import type { UnknownReason } from '../../shared/reading';
import type { SeriesUnit } from '../../shared/series';
import { quantity, quantityText } from '../../shared/quantity';

export type Delta =
  | {
      readonly known: true;
      readonly sign: 'up' | 'down' | 'same';
      /** Amount without its sign; empty when nothing changed. */
      readonly amount: string;
      readonly against: 'yesterday' | 'fiveMinutes';
    }
  | { readonly known: false; readonly why: UnknownReason };

/**
 * The one delta of a tile: against the same time yesterday, else against five minutes ago, else
 * unknown with yesterday's reason. Rates in percent where percent makes sense, the rest absolute.
 */
export function deltaOf(kpi: Kpi, unit: SeriesUnit, locale: Locale): Delta {
  const relative = unit === 'perSecond' || unit === 'ms' || unit === 'bytesPerSecond';
  if (relative && kpi.vsYesterdayPct.known) {
    // A tenth of a percent is the finest that can be told from noise.
    const percent = Math.round(kpi.vsYesterdayPct.value * 10) / 10;
    return shown(percent, formatPercent(Math.abs(percent), locale), 'yesterday');
  }
  if (kpi.vsYesterday.known) {
    const value = kpi.vsYesterday.value;
    return shown(value, amountText(value, unit, locale), 'yesterday');
  }
  if (kpi.vsFiveMinutes.known) {
    const value = kpi.vsFiveMinutes.value;
    return shown(value, amountText(value, unit, locale), 'fiveMinutes');
  }
  return { known: false, why: kpi.vsYesterday.why };
}

/** Without "per second": the tile's own unit says it, and the line is short. */
function amountText(value: number, unit: SeriesUnit, locale: Locale): string {
  if (unit !== 'perSecond') {
    return quantityText(Math.abs(value), unit, locale);
  }
  const { text, unit: scale } = quantity(Math.abs(value), unit, locale);
  return `${text} ${scale.replace('/s', '')}`.trim();
}

function shown(value: number, amount: string, against: 'yesterday' | 'fiveMinutes'): Delta {
  // What rounds to nothing is shown as no change, not as "▲ 0".
  const nothing = !/[1-9]/.test(amount);
  return {
    known: true,
    sign: nothing ? 'same' : value > 0 ? 'up' : 'down',
    amount: nothing ? '' : amount,
    against,
  };
}

export const deltaGlyph = { up: '▲', down: '▼', same: '▬' } as const;
