/** What was copied last. To be called after `userEvent.setup()`, which puts a clipboard there. */
export function watchClipboard(): () => string {
  const write = jest.spyOn(navigator.clipboard, 'writeText');
  return () => String(write.mock.lastCall?.[0]);
}
