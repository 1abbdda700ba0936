/** Stands in for the window that Connect opens; jsdom opens none. */
export function stubPopup() {
  const popup = {
    closed: false,
    close: jest.fn(),
    focus: jest.fn(),
    location: { replace: jest.fn() },
  };
  const open = jest
    .spyOn(window, 'open')
    .mockReturnValue(popup as unknown as Window);
  return { popup, open };
}

/** Coming back to the portal, which makes it ask at once. */
export function focusPortal() {
  window.dispatchEvent(new Event('focus'));
}

/** What was copied last. To be called after `userEvent.setup()`, which puts a clipboard there. */
export function watchClipboard(): () => string {
  const write = jest.spyOn(navigator.clipboard, 'writeText');
  return () => String(write.mock.lastCall?.[0]);
}
