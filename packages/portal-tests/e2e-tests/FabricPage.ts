import { expect, type Locator, type Page } from '@playwright/test';
import { ConnectDialog } from './ConnectDialog';

/** The page of one fabric, or the tab of an entity that shows the same. */
export class FabricPage {
  readonly dialog: ConnectDialog;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.dialog = new ConnectDialog(page);
  }

  async open(name: string): Promise<void> {
    await this.#page.goto(`/databricks/fabrics/${name}`);
    await expect(this.section('Who acts here')).toBeVisible();
  }

  /** What needs somebody. */
  get needs(): Locator {
    return this.#page.getByRole('list', { name: 'What needs somebody' });
  }

  section(title: string): Locator {
    return this.#page.getByRole('region', { name: new RegExp(`^${title}`) });
  }

  get connectButton(): Locator {
    return this.needs.getByRole('button', { name: /^(Connect|Reconnect) to / });
  }
}
