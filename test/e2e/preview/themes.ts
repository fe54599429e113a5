/** Values VS Code injects for three of its themes: dark modern, light modern, dark high contrast. */
export type ThemeName = 'dark' | 'light' | 'hc';

const names = [
  'editor-background', 'foreground', 'descriptionForeground', 'icon-foreground', 'focusBorder',
  'panel-border', 'widget-border', 'editorWidget-background', 'editorHoverWidget-background',
  'editorHoverWidget-border', 'textLink-foreground', 'button-background', 'button-foreground',
  'button-hoverBackground', 'button-border', 'button-secondaryBackground',
  'button-secondaryForeground', 'button-secondaryHoverBackground', 'input-background',
  'input-border', 'dropdown-background', 'dropdown-border', 'dropdown-foreground',
  'inputOption-activeBackground', 'inputOption-activeBorder', 'inputOption-activeForeground',
  'toolbar-hoverBackground', 'list-hoverBackground', 'panelTitle-activeBorder',
  'panelTitle-activeForeground', 'progressBar-background', 'inputValidation-warningBackground',
  'charts-lines', 'charts-red', 'charts-blue', 'charts-yellow', 'charts-orange', 'charts-green',
  'charts-purple', 'contrastBorder', 'contrastActiveBorder',
] as const; // prettier-ignore

const values: Readonly<Record<ThemeName, readonly string[]>> = {
  dark: [
    '#1f1f1f', '#cccccc', '#9d9d9d', '#cccccc', '#0078d4', '#2b2b2b', '#313131', '#202020',
    '#202020', '#454545', '#4daafc', '#0078d4', '#ffffff', '#026ec1', 'rgba(255,255,255,.07)',
    '#313131', '#cccccc', '#3c3c3c', '#313131', '#3c3c3c', '#313131', '#3c3c3c', '#cccccc',
    'rgba(36,137,219,.51)', '#2488db', '#ffffff', 'rgba(90,93,94,.31)', '#2a2d2e', '#0078d4',
    '#cccccc', '#0078d4', '#352a05', 'rgba(204,204,204,.5)', '#f14c4c', '#59a4f9', '#cca700',
    '#d18616', '#89d185', '#b180d7', '', '',
  ],
  light: [
    '#ffffff', '#3b3b3b', '#3b3b3b', '#3b3b3b', '#005fb8', '#e5e5e5', '#e5e5e5', '#f8f8f8',
    '#f8f8f8', '#c8c8c8', '#005fb8', '#005fb8', '#ffffff', '#0258a8', 'rgba(0,0,0,.1)', '#e5e5e5',
    '#3b3b3b', '#cccccc', '#ffffff', '#cecece', '#ffffff', '#cecece', '#3b3b3b', '#bed6ed',
    '#005fb8', '#000000', 'rgba(184,184,184,.31)', '#f2f2f2', '#005fb8', '#3b3b3b', '#005fb8',
    '#f6f5d2', 'rgba(59,59,59,.5)', '#e51400', '#0063d3', '#bf8803', '#d18616', '#388a34',
    '#652d90', '', '',
  ],
  hc: [
    '#000000', '#ffffff', 'rgba(255,255,255,.7)', '#ffffff', '#f38518', '#6fc3df', '#6fc3df',
    '#0c141f', '#0c141f', '#6fc3df', '#21a6ff', '#000000', '#ffffff', '#000000', '#6fc3df',
    '#000000', '#ffffff', '#000000', '#000000', '#6fc3df', '#000000', '#6fc3df', '#ffffff',
    '#000000', '#f38518', '#ffffff', 'transparent', 'rgba(255,255,255,.1)', '#f38518', '#ffffff',
    '#6fc3df', '#000000', 'rgba(255,255,255,.5)', '#f48771', '#59a4f9', '#ffd370', '#d18616',
    '#89d185', '#b180d7', '#6fc3df', '#f38518',
  ],
}; // prettier-ignore

export const bodyClass: Readonly<Record<ThemeName, string>> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  hc: 'vscode-high-contrast',
};

/** CSS declarations for the root element. */
export function themeCss(theme: ThemeName): string {
  const own = names
    .map((name, index) => [name, values[theme][index] ?? ''] as const)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `--vscode-${name}:${value};`);
  return [
    ...own,
    '--vscode-font-family:"Segoe UI","Ubuntu","Noto Sans",system-ui,sans-serif;',
    '--vscode-font-size:13px;',
    '--vscode-editor-font-family:"DejaVu Sans Mono",monospace;',
  ].join('');
}
