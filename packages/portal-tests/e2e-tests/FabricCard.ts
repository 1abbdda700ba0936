import { expect, type Locator, type Page } from '@playwright/test';

/** The card of a fabric, and what people do with it. */
export class FabricCard {
  readonly root: Locator;
  readonly #page: Page;

  constructor(page: Page, title: string) {
    this.#page = page;
    this.root = page.getByRole('group', { name: title, exact: true });
  }

  text(text: string | RegExp): Locator {
    return this.root.getByText(text);
  }

  button(name: string): Locator {
    return this.root.getByRole('button', { name, exact: true });
  }

  /** Presses a button that opens the window of a sign-in, and waits for Databricks to show something there. */
  async openWindow(button = 'Connect'): Promise<Page> {
    const [popup] = await Promise.all([
      this.#page.waitForEvent('popup'),
      this.button(button).click(),
    ]);
    await popup.waitForURL(/^http:\/\/127\.0\.0\.1/);
    return popup;
  }

  /** Connects as Ada Lovelace. */
  async connect(): Promise<void> {
    const popup = await this.openWindow();
    await popup.getByRole('button', { name: /Ada Lovelace/ }).click();
    await expect(this.text(/^Connected as Ada Lovelace/)).toBeVisible();
  }

  /** Disconnects, and confirms it. */
  async disconnect(): Promise<void> {
    await this.button('Disconnect').click();
    await this.#page
      .getByRole('dialog')
      .getByRole('button', { name: 'Disconnect', exact: true })
      .click();
    await expect(this.text('Not connected')).toBeVisible();
  }
}
