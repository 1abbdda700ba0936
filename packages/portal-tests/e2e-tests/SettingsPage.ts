import { expect, type Locator, type Page } from '@playwright/test';

type Tab =
  | 'overview'
  | 'app-connections'
  | 'fabrics'
  | 'connections'
  | 'consumers'
  | 'maintenance';

/** The settings of the plugin, and what admins do there. */
export class SettingsPage {
  readonly #page: Page;
  /** The form or question that is open. */
  readonly dialog: Locator;

  constructor(page: Page) {
    this.#page = page;
    // The library draws menus and lists as dialogs too
    this.dialog = page.locator(
      '[role=dialog]:not(.bui-MenuPopover, .bui-Popover)',
    );
  }

  /** @param search - the part of the address that begins with `?` */
  async open(tab: Tab = 'overview', search = ''): Promise<void> {
    await this.#page.goto(`/databricks/settings/${tab}${search}`);
    await expect(this.tab(titleOf(tab))).toHaveAttribute(
      'aria-selected',
      'true',
    );
  }

  tab(title: string): Locator {
    return this.#page
      .getByRole('tablist', { name: 'Settings', exact: true })
      .getByRole('tab', { name: title, exact: true });
  }

  /** An app connection, by its title. */
  appConnection(title: string): Locator {
    return this.#page.getByRole('region', { name: title, exact: true });
  }

  /** A fabric by its title, or a connection by whose it is. */
  row(title: string): Locator {
    return this.rows.filter({
      has: this.#page.getByText(title, { exact: true }),
    });
  }

  /** Those of the table, but for its head. */
  get rows(): Locator {
    return this.#page.getByRole('grid').locator('tbody').getByRole('row');
  }

  /** What can be done with the rows that are selected. */
  get selection(): Locator {
    return this.#page.getByRole('group', { name: 'Selected connections' });
  }

  /** Lines of the overview that need an admin. */
  needs(text: string | RegExp = ''): Locator {
    return this.#page
      .getByRole('list', { name: 'Needs you' })
      .getByRole('listitem')
      .filter({ hasText: text });
  }

  /** Presses what mends a line of the overview. */
  async fix(text: string | RegExp, fix: string): Promise<void> {
    await this.needs(text)
      .getByRole(/^Show/.test(fix) ? 'link' : 'button', {
        name: new RegExp(`^${fix}: `),
      })
      .click();
  }

  async checkAgain(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Check again' }).click();
  }

  /** A field of the open form, by how its label begins. */
  field(label: string): Locator {
    return this.dialog
      .getByLabel(new RegExp(`^${label}`))
      .and(this.#page.locator('input'));
  }

  /** Enters something in a field, and goes on to the next one. */
  async fill(label: string, value: string): Promise<void> {
    await this.field(label).fill(value);
    await this.field(label).press('Tab');
  }

  /** Chooses from the list of a picker, which typing opens. */
  async choose(label: string, title: string): Promise<void> {
    await this.field(label).fill(title.slice(0, -1));
    await this.#page
      .getByRole('option', { name: new RegExp(`^${title}`) })
      .click();
    await expect(this.field(label)).toHaveValue(title);
  }

  /** Enters a calendar date, month first as Americans do. */
  async fillDate(label: string, digits: string): Promise<void> {
    await this.dialog
      .getByRole('group', { name: new RegExp(`^${label}`) })
      .getByRole('spinbutton')
      .first()
      .click();
    await this.#page.keyboard.type(digits);
  }

  /** Shows the fields that are seldom needed. */
  async unfold(): Promise<void> {
    await this.dialog
      .getByRole('button', { name: /^(Name|Scopes)/, expanded: false })
      .click();
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

/** "App connections" */
function titleOf(tab: Tab): string {
  return tab.charAt(0).toUpperCase() + tab.slice(1).replace('-', ' ');
}
