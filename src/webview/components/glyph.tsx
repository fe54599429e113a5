import { t } from '../text';
import type { GlyphName } from '../view/severity';

/** Severity by shape first, colour second; filled shapes are kept for what needs eyes. */
export function Glyph({ name, small }: { name: GlyphName; small?: boolean }) {
  const size = small === true ? 12 : 16;
  return (
    <svg
      class={`glyph glyph-${name}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      role="img"
      aria-label={t(`panel.level.${name}`)}
    >
      {shape(name)}
    </svg>
  );
}

const check = <path d="M5 8.2l2.2 2.2L11.2 6" />;
const ring = <circle cx="8" cy="8" r="6.2" />;
const dashed = <circle cx="8" cy="8" r="6.2" stroke-dasharray="2.4 2" />;

function shape(name: GlyphName) {
  switch (name) {
    case 'critical':
      return (
        <>
          <circle cx="8" cy="8" r="6.5" class="solid" />
          <path class="cut" d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8" />
        </>
      );
    case 'warning':
      return (
        <>
          <path class="solid" d="M8 1.6L15 14H1z" />
          <path class="cut" d="M8 6v4M8 11.3v1.4" />
        </>
      );
    case 'info':
      return (
        <>
          {ring}
          <path d="M8 7.2v4M8 4.3v1.3" />
        </>
      );
    case 'ok':
      return (
        <>
          {ring}
          {check}
        </>
      );
    case 'partial':
      return (
        <>
          {dashed}
          {check}
        </>
      );
    case 'unknown':
      return (
        <>
          {dashed}
          <path d="M6.3 6.4c.1-1 .8-1.6 1.8-1.6s1.7.6 1.7 1.5c0 1.3-1.7 1.3-1.7 2.7M8.1 10.4v1.2" />
        </>
      );
  }
}
