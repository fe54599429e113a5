import type { PhraseId } from '../../shared/phrases.en';
import { dash, type Quantity } from '../../shared/quantity';
import { isApplicable, type Reading } from '../../shared/reading';
import { t } from '../text';
import { boundMark, coverageText } from '../view/readingText';
import type { GlyphName } from '../view/severity';
import { Glyph } from './glyph';

/** Label and value of a tile in one of the strips. */
export function TileFigure({
  label,
  reading,
  shown,
  level,
  aside,
}: {
  label: PhraseId;
  reading: Reading<number | null>;
  /** The value in words; absent while it is unknown. */
  shown: Quantity | undefined;
  /** Of the open problem about it. */
  level: GlyphName | undefined;
  /** A second, smaller figure beside the value. */
  aside?: string | undefined;
}) {
  const coverage = coverageText(reading.known ? reading.coverage : undefined);
  return (
    <>
      <span class="kpi-label">
        {t(label)}
        {coverage === undefined ? null : <span class="chip">{coverage}</span>}
      </span>
      <span class="kpi-value" data-value={reading.known ? reading.value : 'unknown'}>
        {level === undefined ? null : <Glyph name={level} />}
        {shown === undefined ? (
          <span>
            {dash} {isApplicable(reading) ? <small>{t('panel.level.unknown')}</small> : null}
          </span>
        ) : (
          <span>
            {boundMark(reading)}
            {shown.text}
            {shown.unit === '' ? null : <small> {shown.unit}</small>}
          </span>
        )}
        {aside === undefined ? null : <small class="ellipsis">{aside}</small>}
      </span>
    </>
  );
}
