import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { rememberedPerson } from './modules/signIn/rememberedPerson';

/** Nobody listens on the discard port. */
const UNREACHABLE = 'http://localhost:9';

describe('the app', () => {
  beforeAll(() => {
    process.env = {
      ...process.env,
      NODE_ENV: 'test',
      APP_CONFIG: [
        {
          context: 'test',
          data: {
            app: { title: 'Demo portal', baseUrl: 'http://localhost:3000' },
            backend: { baseUrl: UNREACHABLE },
          },
        },
      ] as unknown as string,
    };
  });

  it('asks who is there, and asks again when that fails', async () => {
    const { app } = await import('./App');
    render(app.createRoot());

    await userEvent.click(
      await screen.findByRole(
        'button',
        { name: 'Bob (platform, admin)' },
        { timeout: 10_000 },
      ),
    );
    expect(await screen.findByText('Signing in failed')).toBeVisible();
    expect(rememberedPerson.get()).toBe('bob');

    await userEvent.click(
      screen.getByRole('button', { name: 'Alice (analytics)' }),
    );
    expect(await screen.findByText('Signing in failed')).toBeVisible();
    expect(rememberedPerson.get()).toBe('alice');
  }, 120_000);
});
