/** Untrusted text inside a line of Markdown: no markup, no link, no mention. */
export function markdownText(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>#|~&@]/g, '\\$&')
    .replace(/:\/\//g, ':\\/\\/')
    .replace(/www\./gi, (www) => `${www.slice(0, -1)}\\.`)
    .replace(/\s+/g, ' ');
}
