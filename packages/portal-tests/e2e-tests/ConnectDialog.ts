import { expect, type Locator, type Page } from '@playwright/test';

/** People that the simulated Databricks knows. */
export type DatabricksPerson = 'Ada Lovelace' | 'Grace Hopper';

/** The one dialog in which people connect, switch and disconnect, whatever page they are on. */
export class ConnectDialog {
  readonly root: Locator;

  constructor(page: Page) {
    // The library draws menus as dialogs too, for a moment after they are closed
    this.root = page.locator('[role=dialog]:not(.bui-MenuPopover)');
  }

  text(text: string | RegExp): Locator {
    return this.root.getByText(text);
  }

  /** Not the cross at the top, which is called Close too. */
  button(name: string): Locator {
    return this.root.getByRole('button', { name, exact: true }).last();
  }

  /** Opens what must match the registration at Databricks. */
  async openDiagnostics(): Promise<void> {
    await this.button('Databricks shows an error?').click();
    await expect(this.text(/up to 30 minutes/)).toBeVisible();
  }

  /** Closes it as Esc does: what is under way goes on. */
  async leave(): Promise<void> {
    await this.root.press('Escape');
    await expect(this.root).toBeHidden();
  }
}

/** Presses what opens the window of a sign-in, and waits for Databricks to show something there. */
export async function openWindow(button: Locator): Promise<Page> {
  const [popup] = await Promise.all([
    button.page().waitForEvent('popup'),
    button.click(),
  ]);
  await popup.waitForURL(/^http:\/\/127\.0\.0\.1/);
  return popup;
}

/** Chooses a person on the sign-in page of Databricks. */
export async function signInAs(
  popup: Page,
  person: DatabricksPerson,
): Promise<void> {
  await popup.getByRole('button', { name: person }).click();
}

/** Presses a button that connects, and signs in at Databricks; the dialog closes by itself. */
export async function connectBy(
  button: Locator,
  person: DatabricksPerson = 'Ada Lovelace',
): Promise<void> {
  await signInAs(await openWindow(button), person);
  await expect(new ConnectDialog(button.page()).root).toBeHidden();
}
