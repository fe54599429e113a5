/**
 * Text from a cluster, a driver or a settings file is untrusted: every surface of the editor has a
 * syntax of its own that such text must not reach.
 */

// Control characters, line separators, bidirectional overrides and isolates, byte order mark.
const invisible = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu;

/** One line without control characters or tricks of writing direction, cut to `max` characters. */
export function displayText(text: string, max = 120): string {
  const line = text.replace(invisible, ' ').replace(/ {2,}/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= max ? line : `${characters.slice(0, max - 1).join('')}…`;
}

/** For status bar and quick pick labels, where `$(name)` is an icon. */
export function escapeIcons(text: string): string {
  return text.replace(/\$\((?=[a-z0-9~-]+\))/gi, '\\$(');
}

/** For notifications and quick input prompts, where `[label](command:…)` is a link that runs. */
export function escapeLinks(text: string): string {
  return text.replace(/\]\(/g, '] (');
}

/** For Markdown tooltips: every punctuation mark stands for itself, so nothing is markup or a link. */
export function escapeMarkdown(text: string): string {
  return displayText(text, 2_000).replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
