export const themeNames = ['dark', 'light', 'hc', 'hc-light'] as const;
export type ThemeName = (typeof themeNames)[number];

/**
 * What VS Code 1.100.3 gives a page of the variables that ours and its controls read, in Dark Modern,
 * Light Modern, Dark High Contrast and Light High Contrast; null where a theme leaves one out.
 */
const colors: Readonly<Record<string, readonly [Color, Color, Color, Color]>> = {
  'badge-background': ['#616161', '#cccccc', '#000000', '#0f4a85'],
  'badge-foreground': ['#f8f8f8', '#3b3b3b', '#ffffff', '#ffffff'],
  'button-background': ['#0078d4', '#005fb8', null, '#0f4a85'],
  'button-border': ['rgba(255, 255, 255, 0.07)', 'rgba(0, 0, 0, 0.1)', '#6fc3df', '#0f4a85'],
  'button-foreground': ['#ffffff', '#ffffff', '#ffffff', '#ffffff'],
  'button-hoverBackground': ['#026ec1', '#0258a8', null, '#0f4a85'],
  'button-secondaryBackground': ['#313131', '#e5e5e5', null, '#ffffff'],
  'button-secondaryForeground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'button-secondaryHoverBackground': ['#3c3c3c', '#cccccc', null, null],
  'charts-blue': ['#3794ff', '#1a85ff', '#3794ff', '#1a85ff'],
  'charts-green': ['#89d185', '#388a34', '#89d185', '#374e06'],
  'charts-lines': [
    'rgba(204, 204, 204, 0.5)',
    'rgba(59, 59, 59, 0.5)',
    'rgba(255, 255, 255, 0.5)',
    'rgba(41, 41, 41, 0.5)',
  ],
  'charts-orange': ['#d18616', '#d18616', '#ab5a00', '#0f4a85'],
  'charts-purple': ['#b180d7', '#652d90', '#b180d7', '#652d90'],
  'charts-red': ['#f14c4c', '#e51400', '#f48771', '#b5200d'],
  'charts-yellow': ['#cca700', '#bf8803', '#ffd370', '#895503'],
  'checkbox-background': ['#313131', '#f8f8f8', '#000000', '#ffffff'],
  'checkbox-border': ['#3c3c3c', '#cecece', '#6fc3df', '#0f4a85'],
  'checkbox-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  contrastActiveBorder: [null, null, '#f38518', '#006bbd'],
  contrastBorder: [null, null, '#6fc3df', '#0f4a85'],
  'dropdown-background': ['#313131', '#ffffff', '#000000', '#ffffff'],
  'dropdown-border': ['#3c3c3c', '#cecece', '#6fc3df', '#0f4a85'],
  'dropdown-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'editor-background': ['#1f1f1f', '#ffffff', '#000000', '#ffffff'],
  'editor-selectionBackground': ['#264f78', '#add6ff', '#ffffff', '#0f4a85'],
  'editorHoverWidget-background': ['#202020', '#f8f8f8', '#0c141f', '#ffffff'],
  'editorHoverWidget-border': ['#454545', '#c8c8c8', '#6fc3df', '#0f4a85'],
  'editorHoverWidget-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'editorWidget-background': ['#202020', '#f8f8f8', '#0c141f', '#ffffff'],
  focusBorder: ['#0078d4', '#005fb8', '#f38518', '#006bbd'],
  foreground: ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'input-background': ['#313131', '#ffffff', '#000000', '#ffffff'],
  'input-border': ['#3c3c3c', '#cecece', '#6fc3df', '#0f4a85'],
  'input-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'input-placeholderForeground': [
    '#989898',
    '#767676',
    'rgba(255, 255, 255, 0.7)',
    'rgba(41, 41, 41, 0.7)',
  ],
  'inputOption-activeBackground': [
    'rgba(36, 137, 219, 0.51)',
    '#bed6ed',
    'rgba(0, 0, 0, 0)',
    'rgba(0, 0, 0, 0)',
  ],
  'inputOption-activeBorder': ['#2488db', '#005fb8', '#6fc3df', '#0f4a85'],
  'inputOption-activeForeground': ['#ffffff', '#000000', '#ffffff', '#292929'],
  'inputValidation-warningBackground': ['#352a05', '#f6f5d2', '#000000', '#ffffff'],
  'list-activeSelectionBackground': ['#04395e', '#e8e8e8', null, 'rgba(15, 74, 133, 0.1)'],
  'list-activeSelectionForeground': ['#ffffff', '#000000', null, null],
  'list-hoverBackground': [
    '#2a2d2e',
    '#f2f2f2',
    'rgba(255, 255, 255, 0.1)',
    'rgba(15, 74, 133, 0.1)',
  ],
  'panel-background': ['#181818', '#f8f8f8', '#000000', '#ffffff'],
  'panel-border': ['#2b2b2b', '#e5e5e5', '#6fc3df', '#0f4a85'],
  'panelTitle-activeBorder': ['#0078d4', '#005fb8', '#6fc3df', '#b5200d'],
  'panelTitle-activeForeground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'panelTitle-inactiveForeground': ['#9d9d9d', '#3b3b3b', '#ffffff', '#292929'],
  'progressBar-background': ['#0078d4', '#005fb8', '#6fc3df', '#0f4a85'],
  'scrollbarSlider-activeBackground': [
    'rgba(191, 191, 191, 0.4)',
    'rgba(0, 0, 0, 0.6)',
    '#6fc3df',
    '#0f4a85',
  ],
  'scrollbarSlider-background': [
    'rgba(121, 121, 121, 0.4)',
    'rgba(100, 100, 100, 0.4)',
    'rgba(111, 195, 223, 0.6)',
    'rgba(15, 74, 133, 0.4)',
  ],
  'scrollbarSlider-hoverBackground': [
    'rgba(100, 100, 100, 0.7)',
    'rgba(100, 100, 100, 0.7)',
    'rgba(111, 195, 223, 0.8)',
    'rgba(15, 74, 133, 0.8)',
  ],
  'settings-dropdownListBorder': ['#454545', '#c8c8c8', '#6fc3df', '#0f4a85'],
  'textLink-activeForeground': ['#4daafc', '#005fb8', '#21a6ff', '#0f4a85'],
  'textLink-foreground': ['#4daafc', '#005fb8', '#21a6ff', '#0f4a85'],
  'toolbar-hoverBackground': ['rgba(90, 93, 94, 0.31)', 'rgba(184, 184, 184, 0.31)', null, null],
  'widget-border': ['#313131', '#e5e5e5', '#6fc3df', '#0f4a85'],
};

type Color = string | null;

export const bodyClass: Readonly<Record<ThemeName, string>> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  hc: 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast-light vscode-high-contrast',
};

/** CSS declarations for the root element. */
function variablesOf(theme: ThemeName): string {
  const index = themeNames.indexOf(theme);
  return Object.entries(colors)
    .flatMap(([name, values]) => {
      const value = values[index];
      return value === null || value === undefined ? [] : [`--vscode-${name}:${value};`];
    })
    .join('');
}

/** The style that VS Code puts before a page's own: variables, and the body's padding and colours. */
export function themeCss(theme: ThemeName): string {
  const fonts = [
    '--vscode-font-family:"Segoe UI","Ubuntu","Noto Sans",system-ui,sans-serif;',
    '--vscode-font-size:13px;',
    '--vscode-font-weight:normal;',
    '--vscode-editor-font-family:"DejaVu Sans Mono",monospace;',
  ].join('');
  return `html{${fonts}${variablesOf(theme)}} body{padding:0 20px}`;
}
