import { expect, type Locator, type Page } from '@playwright/test';

/** The settings of the plugin, and what admins do there. */
export class SettingsPage {
  readonly #page: Page;
  /** The form or question that is open. */
  readonly dialog: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.dialog = page.getByRole('dialog');
  }

  async open(): Promise<void> {
    await this.#page.goto('/databricks/settings');
    await expect(this.section('Check list')).toBeVisible();
  }

  section(title: string): Locator {
    return this.#page.getByRole('region', { name: title, exact: true });
  }

  get appConnections(): Locator {
    return this.section('Databricks OAuth application (U2M)');
  }

  get fabrics(): Locator {
    return this.section('Fabrics');
  }

  /** A field of the open form, by how its label begins. */
  field(label: string): Locator {
    return this.dialog.getByRole('textbox', {
      name: new RegExp(`^${label}`),
    });
  }

  button(name: string): Locator {
    return this.dialog.getByRole('button', { name, exact: true });
  }

  /** Saves the open form, and waits until it has closed. */
  async save(): Promise<void> {
    await this.button('Save').click();
    await expect(this.dialog).toBeHidden();
  }
}
