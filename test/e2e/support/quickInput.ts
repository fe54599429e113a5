/** The quick input of the workbench, by keyboard only. */
import type { Locator, Page } from 'playwright-core';

export class QuickInput {
  private readonly page: Page;
  private readonly widget: Locator;

  constructor(page: Page) {
    this.page = page;
    this.widget = page.locator('.quick-input-widget:visible');
  }

  /** Runs a command by its full title in the palette. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.widget.locator('input.input').waitFor();
    await this.page.keyboard.type(title);
    // While it still filters, the row may be there and another one be the one that Enter runs.
    await this.focusedRow(title).waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Ends when the step of this number is asked. */
  async atStep(step: number): Promise<void> {
    const title = this.widget.locator('.quick-input-title');
    await title.filter({ hasText: `(${String(step)}/` }).waitFor();
  }

  /** Replaces what the box holds. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(text);
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  async value(): Promise<string> {
    return this.widget.locator('input.input').inputValue();
  }

  async isPassword(): Promise<boolean> {
    return (await this.widget.locator('input.input').getAttribute('type')) === 'password';
  }

  /** What stands below the box. */
  message(text: string): Locator {
    return this.widget.locator('.quick-input-message', { hasText: text });
  }

  row(text: string): Locator {
    return this.widget.locator('.monaco-list-row', { hasText: text }).first();
  }

  /** The row that Enter chooses. */
  focusedRow(text: string | RegExp): Locator {
    return this.widget.locator('.monaco-list-row.focused', { hasText: text });
  }

  async gone(): Promise<void> {
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }
}
