import type { Page } from '@playwright/test';

/** What counts as content: a fabric of the list, and a component of the catalog's table. */
const ROW = '[role=row] strong, td a[href^="/catalog/default/component/"]';

/** Has each page of a tab note when its first row is painted. */
export async function noteFirstRow(tab: Page): Promise<void> {
  await tab.addInitScript(selector => {
    new MutationObserver((_, observer) => {
      if (document.querySelector(selector)) {
        observer.disconnect();
        // The frame with the row is drawn after this callback, and the message comes after that
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => performance.mark('first row');
          port2.postMessage(undefined);
        });
      }
    }).observe(document, { childList: true, subtree: true });
  }, ROW);
}

/** Loads a page. @returns when its first row was painted, in milliseconds from the start of the navigation */
export async function loadUntilFirstRow(
  tab: Page,
  path: string,
): Promise<number> {
  await tab.goto(path);
  const mark = await tab.waitForFunction(
    () => performance.getEntriesByName('first row')[0]?.startTime,
  );
  return (await mark.jsonValue())!;
}
