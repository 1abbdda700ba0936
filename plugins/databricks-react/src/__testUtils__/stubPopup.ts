/** Stands in for the window that Connect opens; jsdom opens none. */
export function stubPopup() {
  const popup = {
    closed: false,
    close: jest.fn(() => {
      popup.closed = true;
    }),
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
