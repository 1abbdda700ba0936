import { expect, type Locator, type Page } from '@playwright/test';
import {
  connectBy,
  ConnectDialog,
  openWindow,
  type DatabricksPerson,
} from './ConnectDialog';
import { chooseFromMenu } from './chooseFromMenu';

/** The page of fabrics: on top a tile a sign-in, below them a row a fabric. */
export class FabricsPage {
  readonly dialog: ConnectDialog;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.dialog = new ConnectDialog(page);
  }

  /** @param search - the part of the address that begins with `?` */
  async open(search = ''): Promise<void> {
    await this.#page.goto(`/databricks/fabrics${search}`);
    await expect(this.heading).toBeVisible();
  }

  get heading(): Locator {
    return this.#page.getByRole('heading', { name: /^Fabrics/, level: 2 });
  }

  /** The sign-in at a workspace, by its title. */
  tile(workspace: string): Locator {
    return this.#page
      .getByRole('region', { name: /^Your workspaces/ })
      .getByRole('listitem')
      .filter({
        has: this.#page.getByRole('link', { name: workspace, exact: true }),
      });
  }

  row(fabric: string): Locator {
    return this.#page.getByRole('row', { name: fabric, exact: true });
  }

  get rows(): Locator {
    return this.#page.getByRole('row');
  }

  /** The button in a tile or row that opens the window of a sign-in. */
  connectButton(place: Locator): Locator {
    return place.getByRole('button', { name: /^(Connect|Reconnect) to / });
  }

  cancelButton(place: Locator): Locator {
    return place.getByRole('button', { name: /^Cancel the sign-in at / });
  }

  /** Presses Connect in a tile or row, and waits for Databricks to show something. */
  async openWindow(place: Locator): Promise<Page> {
    return openWindow(this.connectButton(place));
  }

  /** Connects from a tile or row. */
  async connect(place: Locator, person?: DatabricksPerson): Promise<void> {
    await connectBy(this.connectButton(place), person);
  }

  /** Chooses from the menu of a workspace or fabric. */
  async choose(title: string, action: string): Promise<void> {
    await chooseFromMenu(this.#page, title, action);
  }

  /** Disconnects from a workspace, and confirms it. */
  async disconnect(workspace: string): Promise<void> {
    await this.choose(workspace, 'Disconnect');
    await this.dialog.button('Disconnect').click();
    await expect(this.tile(workspace)).toContainText('Not connected');
  }
}
