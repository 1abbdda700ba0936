import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setupServer } from 'msw/node';
import { renderWithBackend } from '../__testUtils__/renderWithBackend';
import { startSignInBackend } from '../__testUtils__/startSignInBackend';
import { announceOutcome, stubPopup } from '../__testUtils__/stubPopup';
import { FabricCards } from './FabricCards';

const server = setupServer();
registerMswTestHooks(server);

describe('connecting with the keyboard', () => {
  afterEach(() => {
    jest.restoreAllMocks();
    window.sessionStorage.clear();
  });

  it('announces how it stands and does not lose the place on the page', async () => {
    const backend = startSignInBackend(server);
    const { popup } = stubPopup();
    renderWithBackend(<FabricCards />);
    const connect = await screen.findByRole('button', { name: 'Connect' });
    expect(connect).toHaveAccessibleDescription('Analytics (dev)');
    act(() => connect.focus());
    await userEvent.keyboard('{Enter}');

    const waiting = await screen.findByText(
      'Continue in the Databricks window',
    );
    expect(waiting.closest('[aria-live="polite"]')).not.toBeNull();
    const card = screen.getByRole('group', { name: 'Analytics (dev)' });
    await waitFor(() => expect(card).toHaveFocus());

    backend.status = 'succeeded';
    backend.userName = 'alice@example.com';
    announceOutcome(popup);
    await screen.findByText('Connected as alice@example.com');
    expect(card).toHaveFocus();
    await userEvent.tab();
    expect(card).toContainElement(document.activeElement as HTMLElement);
  });
});
