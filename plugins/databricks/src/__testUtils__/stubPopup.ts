import { backendOrigin } from './renderWithBackend';

/** Stands in for the window that Connect opens; jsdom opens none. */
export function stubPopup() {
  const popup = {
    closed: false,
    close: jest.fn(),
    location: { replace: jest.fn() },
  };
  const open = jest
    .spyOn(window, 'open')
    .mockReturnValue(popup as unknown as Window);
  return { popup, open };
}

/** What the callback page does when it is done. */
export function announceOutcome(source: unknown) {
  const event = new MessageEvent('message', {
    origin: backendOrigin,
    data: { type: 'databricks-sign-in', id: 's-1', status: 'succeeded' },
  });
  Object.defineProperty(event, 'source', { value: source });
  window.dispatchEvent(event);
}
