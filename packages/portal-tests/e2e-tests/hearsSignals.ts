import type { Page } from '@playwright/test';

/** Opens an address, and waits until the page has asked to be told of changes: by itself it asks once a minute at most. */
export async function hearsSignals(page: Page, address: string): Promise<void> {
  const subscribed = new Promise<void>(resolve => {
    page.on('websocket', socket =>
      socket.on('framesent', ({ payload }) => {
        if (payload.includes('databricks')) {
          resolve();
        }
      }),
    );
  });
  await page.goto(address);
  await subscribed;
}
