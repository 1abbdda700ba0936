import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

/** Presses a button, of the page or of a part of it. */
export async function press(name: string | RegExp, inside?: HTMLElement) {
  await userEvent.click(
    (inside ? within(inside) : screen).getByRole('button', { name }),
  );
}

/** A text field of the dialog that is open. */
export function field(label: RegExp) {
  return within(screen.getByRole('dialog')).getByLabelText(label, {
    selector: 'input',
  });
}

/** Replaces what stands in a text field of the dialog that is open. */
export async function fill(label: RegExp, text: string) {
  await userEvent.clear(field(label));
  await userEvent.click(field(label));
  await userEvent.paste(text);
}
