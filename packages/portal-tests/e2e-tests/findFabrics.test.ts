import type { Page } from '@playwright/test';
import { FabricsPage } from './FabricsPage';
import { expect, openTabAs, test } from './portal';

/** Counts how often a page asks for the fabrics. */
function countQuestions(page: Page): { questions: number } {
  const counter = { questions: 0 };
  page.on('request', request => {
    if (
      request.method() === 'GET' &&
      /\/api\/databricks\/fabrics(\?|$)/.test(request.url())
    ) {
      counter.questions += 1;
    }
  });
  return counter;
}

function titlesOf(fabrics: FabricsPage): Promise<(string | null)[]> {
  return fabrics.rows.evaluateAll(rows =>
    rows.map(row => row.getAttribute('aria-label')),
  );
}

test('Searching and filtering work on the one answer, stand in the address, and Back undoes a choice', async ({
  asAlice: page,
}) => {
  const fabrics = new FabricsPage(page);
  const counter = countQuestions(page);
  await fabrics.open();
  await expect(fabrics.rows).toHaveCount(6);
  const asked = counter.questions;

  await page.keyboard.press('/');
  const search = page.getByRole('searchbox', { name: 'Search' });
  await expect(search).toBeFocused();
  await page.keyboard.type('ORDERS main');
  await expect(page).toHaveURL('/databricks/fabrics?q=ORDERS+main');
  await expect(fabrics.heading).toHaveText(/1 of 6$/);
  expect(await titlesOf(fabrics)).toEqual(['Orders (nightly)']);
  await search.fill('');
  await expect(page).toHaveURL('/databricks/fabrics');
  await expect(fabrics.rows).toHaveCount(6);

  await page.getByRole('button', { name: /Type$/ }).click();
  await page.getByRole('option', { name: 'SQL' }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL('/databricks/fabrics?type=sql');
  await expect(fabrics.heading).toHaveText(/3 of 6$/);
  await page.getByRole('button', { name: /^Needs you/ }).click();
  await page
    .getByRole('region', { name: /^Your workspaces/ })
    .getByRole('link', { name: 'Production' })
    .click();
  await expect(page).toHaveURL(/[?&]workspace=/);
  await page.goBack();
  await expect(page).toHaveURL('/databricks/fabrics?type=sql&needs=you');
  await expect(
    page.getByRole('button', { name: /^Needs you/ }),
  ).toHaveAttribute('aria-pressed', 'true');

  // A copied address shows the same
  const copied = await openTabAs(page.context(), 'alice');
  const there = new FabricsPage(copied);
  await copied.goto(page.url());
  await expect(there.heading).toHaveText(/3 of 6$/);
  await expect(copied.getByText('Type: SQL')).toBeVisible();
  expect(await titlesOf(there)).toEqual(await titlesOf(fabrics));

  await page.goBack();
  await expect(page).toHaveURL('/databricks/fabrics?type=sql');
  await expect(
    page.getByRole('button', { name: /^Needs you/ }),
  ).toHaveAttribute('aria-pressed', 'false');
  await page.goBack();
  await expect(page).toHaveURL('/databricks/fabrics');
  await expect(fabrics.rows).toHaveCount(6);
  expect(counter.questions).toBe(asked);
});

test('What is set is taken off one by one or all at once, and finding nothing says what was searched', async ({
  asAlice: page,
}) => {
  const fabrics = new FabricsPage(page);
  await fabrics.open('?type=sql,spark&state=notConnected&needs=you');
  await expect(fabrics.heading).toHaveText(/4 of 6$/);
  const tags = page.getByRole('grid', { name: 'Filters that are set' });
  await expect(tags.getByRole('row')).toHaveText([
    'Type: SQL, Spark',
    'State: Not connected',
    'Needs you',
  ]);
  await tags
    .getByRole('row', { name: 'Type: SQL, Spark' })
    .getByRole('button')
    .click();
  await expect(page).toHaveURL(
    '/databricks/fabrics?state=notConnected&needs=you',
  );
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(page).toHaveURL('/databricks/fabrics');
  await expect(tags).toBeHidden();
  await expect(fabrics.rows).toHaveCount(6);

  await fabrics.open('?q=nowhere&type=sql');
  await expect(
    page.getByRole('heading', { name: 'No fabric matches “nowhere”' }),
  ).toBeVisible();
  await expect(
    page.getByText(
      'Searched in titles, compute, catalogs and schemas of 6 fabrics.',
    ),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Clear search and filters' }).click();
  await expect(page).toHaveURL('/databricks/fabrics');
  await expect(fabrics.rows).toHaveCount(6);
});

test('Many fabrics come in pages, each with an address of its own', async ({
  asAlice: page,
  portal,
}) => {
  for (let index = 1; index <= 24; index += 1) {
    const { status } = await portal.backend.client.request(
      `/api/databricks/fabrics/many-${index}`,
      {
        method: 'PUT',
        as: 'bob',
        json: {
          title: `Many ${String(index).padStart(2, '0')}`,
          type: 'sql',
          owner: '*',
          workspaceUrl: portal.simulators[1].url,
          warehouseId: `many${index}`,
        },
      },
    );
    expect(status).toBe(201);
  }
  const fabrics = new FabricsPage(page);
  const counter = countQuestions(page);
  await fabrics.open();
  // The group of everybody's 25 is not cut: it begins the second page
  await expect(page.getByText('1 - 5 of 30')).toBeVisible();
  const asked = counter.questions;
  await page.getByRole('button', { name: /next/i }).click();
  await expect(page).toHaveURL('/databricks/fabrics?page=2');
  await expect(page.getByText('6 - 30 of 30')).toBeVisible();
  await expect(page.getByRole('heading', { name: /^Everybody/ })).toBeFocused();
  await expect(fabrics.row('Many 24')).toBeVisible();
  await page.reload();
  await expect(fabrics.row('Many 24')).toBeVisible();
  await page.goBack();
  await expect(fabrics.row('Churn training')).toBeVisible();
  await expect(fabrics.row('Many 24')).toBeHidden();
  expect(counter.questions).toBe(asked + 1);

  await fabrics.open('?size=50');
  await expect(page.getByText('1 - 30 of 30')).toBeVisible();
  await fabrics.open('?q=many&page=9');
  await expect(fabrics.rows).toHaveCount(24);
});

test('With the keyboard alone: the arrows lead to Connect in a row, and Enter opens the fabric', async ({
  asAlice: page,
}) => {
  const fabrics = new FabricsPage(page);
  await fabrics.open();
  await page.keyboard.press('/');
  const first = fabrics.row('Analytics (dev)');
  await expect(first).toBeVisible();
  // Past the search, the filters and the link of the team: Tab stops once a group
  for (let stops = 0; stops < 10; stops += 1) {
    await page.keyboard.press('Tab');
    if (await first.evaluate(row => row === document.activeElement)) {
      break;
    }
  }
  await expect(first).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(fabrics.row('Analytics (prod)')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  const connect = fabrics.connectButton(fabrics.row('Analytics (prod)'));
  await expect(connect).toBeFocused();
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page.keyboard.press('Enter'),
  ]);
  await popup.close();
  await page.keyboard.press('Escape');
  await expect(fabrics.dialog.root).toBeHidden();
  await expect(fabrics.row('Analytics (prod)')).toContainText(
    'Waiting for Databricks',
  );

  await fabrics.row('Churn training').focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/databricks/fabrics/churn-training');
  await expect(
    page.getByRole('heading', { name: /^Churn training/ }),
  ).toBeVisible();
});
