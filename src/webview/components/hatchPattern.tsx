/** The one texture of "not known", for every SVG of the page. */
export function HatchPattern() {
  return (
    <svg class="definitions" width="0" height="0" aria-hidden="true">
      <defs>
        <pattern
          id="hatch"
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <path class="hatch-line" d="M0 0V5" />
        </pattern>
      </defs>
    </svg>
  );
}
