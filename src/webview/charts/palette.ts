import { signal } from '@preact/signals';
import type { SeriesColour } from './chartModel';

/** Colours a canvas needs, resolved from the page's CSS variables: a canvas does not see variables. */
export type Palette = Readonly<
  Record<SeriesColour | 'background' | 'axis' | 'grid' | 'hatch' | 'text' | 'foreground', string>
> & {
  readonly severity: Readonly<Record<'warning' | 'critical' | 'info', string>>;
  readonly ink: Readonly<Record<'warning' | 'critical', string>>;
  readonly font: string;
};

/** Rises when the editor's theme changed; drawn things read it and draw themselves again. */
export const themeGeneration = signal(0);

/** Watches what VS Code changes with a theme: the class of the body and the style of the root. */
export function watchTheme(): void {
  const observer = new MutationObserver(() => {
    themeGeneration.value += 1;
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}

export function readPalette(): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  // A custom property keeps its text; only a real property is computed to a colour.
  const colour = (variable: string) => {
    probe.style.color = `var(${variable})`;
    return getComputedStyle(probe).color;
  };
  const palette: Palette = {
    blue: colour('--blue'),
    purple: colour('--purple'),
    orange: colour('--orange'),
    green: colour('--green'),
    muted: colour('--muted'),
    background: colour('--background'),
    axis: colour('--axis'),
    grid: colour('--grid'),
    hatch: colour('--hatch'),
    text: colour('--muted'),
    foreground: colour('--foreground'),
    severity: {
      warning: colour('--yellow'),
      critical: colour('--red'),
      info: colour('--muted'),
    },
    ink: { warning: colour('--yellow-ink'), critical: colour('--red-ink') },
    font: getComputedStyle(document.body).fontFamily,
  };
  probe.remove();
  return palette;
}
