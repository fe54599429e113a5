/**
 * A served VS Code with the packaged extension, driven in Chromium: what every UI test begins
 * with. No test driver and no development extension: both change how VS Code behaves.
 */
import type { FrameLocator, Page } from 'playwright-core';
import { packageFile } from '../../../scripts/project/paths.mjs';
import type { OpenBrowser } from '../../../scripts/vscode/browser.mjs';
import { closeBrowser, openBrowser } from '../../../scripts/vscode/browser.mjs';
import { defaultVersion, prepareServer } from '../../../scripts/vscode/prepareServer.mjs';
import type { ProfileFolders, RunningServer } from '../../../scripts/vscode/server.mjs';
import {
  createProfile,
  installExtension,
  removeProfile,
  startServer,
} from '../../../scripts/vscode/server.mjs';
import {
  openWorkbench,
  runCommand,
  waitForWorkbench,
  webviewFrame,
} from '../../../scripts/vscode/workbench.mjs';

export type WorkbenchOptions = {
  /** User settings, beside the quiet ones of every profile. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Reaches the extension host, e.g. STARROCKS_OVERVIEW_TIME_SCALE. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder that the window opens as its workspace. */
  readonly folder?: string;
  readonly width?: number;
  readonly height?: number;
  /** Device pixels per CSS pixel. */
  readonly scale?: number;
  /** A profile of an earlier workbench, whose history and state are to be found again. */
  readonly profile?: ProfileFolders;
};

export type Theme = 'dark' | 'light' | 'highContrast';

/** VS Code's name of each theme and its class of the workbench. */
const themes: Readonly<Record<Theme, { readonly name: string; readonly class: string }>> = {
  dark: { name: 'Dark Modern', class: '.vs-dark' },
  light: { name: 'Light Modern', class: '.vs' },
  highContrast: { name: 'Dark High Contrast', class: '.hc-black' },
};

/** What passed by since the window opened. */
type Heard = { readonly violations: string[]; toPanels: number };

/** Those that are not closed yet, for pictures of failures. */
export const openWorkbenches = new Set<Workbench>();

export class Workbench {
  readonly page: Page;
  readonly server: RunningServer;
  private readonly opened: OpenBrowser;
  private readonly ownsProfile: boolean;
  private readonly heard: Heard;

  private constructor(
    page: Page,
    server: RunningServer,
    opened: OpenBrowser,
    ownsProfile: boolean,
    heard: Heard,
  ) {
    this.page = page;
    this.server = server;
    this.opened = opened;
    this.ownsProfile = ownsProfile;
    this.heard = heard;
  }

  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    const version = process.env['STARROCKS_OVERVIEW_TEST_VSCODE'] ?? defaultVersion;
    const prepared = await prepareServer(version);
    const profile = options.profile ?? createProfile(options.settings);
    if (options.profile === undefined) {
      installExtension(prepared, profile, packageFile);
    }
    const server = await startServer({ server: prepared, profile, env: { ...options.env } });
    const { width = 1600, height = 1000, scale = 1 } = options;
    const opened = await openBrowser({ width, height, scale });
    const heard: Heard = { violations: [], toPanels: 0 };
    const address = new URL(server.url);
    if (options.folder !== undefined) {
      address.searchParams.set('folder', options.folder);
    }
    const page = await openWorkbench(opened.context, address.href, {
      prepare: (fresh) => {
        fresh.on('console', (message) => {
          if (message.text().includes('Content Security Policy')) {
            heard.violations.push(message.text());
          }
        });
        fresh.on('websocket', (socket) => {
          socket.on('framereceived', ({ payload }) => {
            heard.toPanels += payload.toString('latin1').split('$postMessage').length - 1;
          });
        });
      },
    });
    const ownsProfile = options.profile === undefined;
    const workbench = new Workbench(page, server, opened, ownsProfile, heard);
    openWorkbenches.add(workbench);
    return workbench;
  }

  /** Runs a command by its full title, e.g. `StarRocks: Show Cluster Overview`. */
  async run(title: string): Promise<void> {
    await runCommand(this.page, title);
  }

  /** The page inside the visible overview panel, once it has drawn itself. */
  async overview(): Promise<FrameLocator> {
    const frame = webviewFrame(this.page);
    await frame.getByTestId('overview').waitFor();
    return frame;
  }

  /** Opens the StarRocks container in the side bar. */
  async openSideBar(): Promise<void> {
    const title = this.page.locator('.part.sidebar .title-label', { hasText: 'StarRocks' });
    if (!(await title.isVisible())) {
      const label = '.action-label[aria-label^="StarRocks"]';
      // The badge lies over the label.
      await this.page.locator(`.activitybar .action-item:has(${label})`).click();
    }
    await title.waitFor();
  }

  /** By the theme picker; emulated media would also force the page's own colours. */
  async setTheme(theme: Theme): Promise<void> {
    const { name, class: themeClass } = themes[theme];
    await this.run('Preferences: Color Theme');
    const picker = this.page.locator('.quick-input-widget input[placeholder*="Theme"]');
    await picker.fill(name);
    await this.page
      .locator(`.quick-input-list .monaco-list-row[aria-label^="${name}"]`)
      .first()
      .click();
    await this.page.locator(`.monaco-workbench${themeClass}`).waitFor();
  }

  async closeEditors(): Promise<void> {
    await this.run('View: Close All Editors');
    await this.page.locator('iframe.webview').waitFor({ state: 'detached' });
  }

  /** Hides the side bars and makes the panel so many pixels wide, as beside code. */
  async showOnlyPanel(width: number): Promise<void> {
    const sideBar = this.page.locator('.part.sidebar');
    if (await sideBar.isVisible()) {
      await this.run('View: Toggle Primary Side Bar Visibility');
      await sideBar.waitFor({ state: 'hidden' });
    }
    const viewport = this.page.viewportSize();
    const editor = await this.page.locator('.part.editor').boundingBox();
    if (viewport === null || editor === null) {
      throw new Error('the workbench has no size');
    }
    // What is not the editor, the activity bar above all, keeps its width.
    const rest = viewport.width - editor.width;
    await this.page.setViewportSize({ width: Math.round(width + rest), height: viewport.height });
  }

  /**
   * Reloads the window as a person does: the extension host is another one afterwards. (A reload of
   * the browser's page would lose what VS Code had not saved yet.)
   */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.run('Developer: Reload Window');
    await loaded;
    await waitForWorkbench(this.page);
  }

  /**
   * Messages that the extension host sent to webviews so far, shown or not, as they pass the window's
   * connection to it.
   */
  messagesToPanels(): number {
    return this.heard.toPanels;
  }

  /** Content security policy violations the browser reported so far. */
  cspViolations(): readonly string[] {
    return this.heard.violations.filter((text) => !text.includes('vscode-file'));
  }

  /** Closes the window and the server, as a person would. Keeps a profile that was handed in. */
  async close(): Promise<void> {
    openWorkbenches.delete(this);
    await closeBrowser(this.opened);
    await this.server.stop();
    if (this.ownsProfile) {
      removeProfile(this.server.profile);
    }
  }
}

/** For `after`: also when `before` failed and there is none. */
export async function closeWorkbenches(): Promise<void> {
  for (const workbench of [...openWorkbenches]) {
    await workbench.close();
  }
}
