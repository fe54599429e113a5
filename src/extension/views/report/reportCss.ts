/** How the HTML report looks: light or dark as the reader's browser does, and on paper. */
export const reportCss = `
:root { color-scheme: light dark; --text: #1f2328; --muted: #57606a; --rule: #d0d7de; --back: #ffffff; --line1: #0969da; --line2: #8250df; --line3: #bc4c00; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --muted: #9198a1; --rule: #3d444d; --back: #0d1117; --line1: #4493f8; --line2: #ab7df8; --line3: #db6d28; } }
body { margin: 24px auto; max-width: 1100px; padding: 0 16px; color: var(--text); background: var(--back); font: 14px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 20px; } h2 { margin: 28px 0 8px; font-size: 15px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 0; } dt { color: var(--muted); } dd { margin: 0; }
table { width: 100%; margin-bottom: 16px; border-collapse: collapse; font-size: 13px; } th, td { padding: 3px 12px 3px 0; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; overflow-wrap: anywhere; } th { color: var(--muted); font-weight: 400; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); gap: 20px 32px; } figure { margin: 0; } figcaption { font-size: 13px; } figcaption span { color: var(--muted); margin-left: 12px; } svg { width: 100%; height: auto; }
svg text { fill: var(--muted); font-size: 10px; } .grid { stroke: var(--rule); } .gap { fill: var(--muted); opacity: 0.18; }
.line { fill: none; stroke-width: 1.5; vector-effect: non-scaling-stroke; } .line1 { stroke: var(--line1); } .line2 { stroke: var(--line2); stroke-dasharray: 5 3; } .line3 { stroke: var(--line3); stroke-dasharray: 2 2; } .key1 { color: var(--line1); } .key2 { color: var(--line2); } .key3 { color: var(--line3); }
`;
