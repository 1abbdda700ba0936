import { join } from 'node:path';
import { expect, type Page, type TestInfo } from '@playwright/test';

const WIDTHS = [320, 1280];
const HEIGHT = 800;

/** A quarter of a second: a page is laid out in several steps. */
const STILL_FRAMES = 15;

/** The folder that `DATABRICKS_SCREENSHOTS` names; by default that of the test's other results. */
export function screenshotFolder(testInfo: TestInfo): string {
  return process.env.DATABRICKS_SCREENSHOTS ?? testInfo.outputPath();
}

/**
 * Takes a picture of the whole page in each theme and for a phone and a desktop: `<name>-<theme>-<width>.png`.
 *
 * @returns the paths of the pictures
 */
export async function takeScreenshots(
  page: Page,
  options: {
    folder: string;
    name: string;
  },
): Promise<string[]> {
  const viewport = page.viewportSize();
  // No button is under the pointer.
  await page.mouse.move(0, 0);
  const paths: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of WIDTHS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: HEIGHT });
      // A window as high as the page, so that what sticks to the window's edges stands where the page ends.
      const height = Math.max(HEIGHT, await contentHeight(page));
      await page.setViewportSize({ width, height });
      // Another width may draw the page anew.
      await expect(page.locator('.bui-Skeleton')).toHaveCount(0);
      const path = join(
        options.folder,
        `${options.name}-${colorScheme}-${width}.png`,
      );
      await page.screenshot({ path, animations: 'disabled' });
      paths.push(path);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (viewport) {
    await page.setViewportSize(viewport);
  }
  return paths;
}

/** The height of the page once it has been the same for a while. */
async function contentHeight(page: Page): Promise<number> {
  return page.evaluate(
    frames =>
      new Promise<number>(resolve => {
        let [height, framesLeft] = [0, frames];
        const measure = () => {
          const { scrollHeight } = document.documentElement;
          framesLeft = scrollHeight === height ? framesLeft - 1 : frames;
          height = scrollHeight;
          if (framesLeft > 0) {
            requestAnimationFrame(measure);
          } else {
            resolve(height);
          }
        };
        measure();
      }),
    STILL_FRAMES,
  );
}
