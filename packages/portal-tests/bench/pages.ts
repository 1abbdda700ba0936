import { chromium, type Browser, type Page } from '@playwright/test';
// The launcher is no package
// eslint-disable-next-line @backstage/no-relative-monorepo-imports
import { chromiumOfTests } from '../../../scripts/launcher/chromium.mjs';
import { FabricsPage } from '../e2e-tests/FabricsPage';
import { hearsSignals } from '../e2e-tests/hearsSignals';
import { openTabAs } from '../e2e-tests/portal';
import { startPortal, type Portal } from '../e2e-tests/startPortal';
import { loadUntilFirstRow, noteFirstRow } from './firstRow';
import { longestTask } from './longestTask';
import { moreFabrics } from './moreFabrics';

/*
 * The pages in a real browser, as Alice of the demo sees them: in a portal with 7 fabrics, and in one with 1,000 in 12
 * workspaces, at none of which she has signed in. Both run all the time and are measured in turns. Prints one row of JSON
 * a line. `npm run bench` starts this.
 */

const LOADS = 9;
const WORDS = 5;
const DISCONNECTS = 5;

/** Finds all fabrics at first, then fewer and fewer. */
const WORD = 'orders 42';
const KEYS_APART_MS = 150;

const LIMITS = { nodes: 2_500, taskMs: 50, otherTabMs: 2_000 };

async function main(): Promise<void> {
  // Of the demo's Alice may use six
  const few = await startPortal({ config: moreFabrics(1, 1) });
  const many = await startPortal({ config: moreFabrics(994, 10) });
  const browser = await chromium.launch(chromiumOfTests());
  try {
    for (const measure of [firstRows, nodes, typing, otherTab]) {
      for (const row of await measure(browser, few, many)) {
        process.stdout.write(`${JSON.stringify(row)}\n`);
      }
      for (const context of browser.contexts()) {
        await context.close();
      }
    }
  } finally {
    await browser.close();
    await few.stop();
    await many.stop();
  }
}

async function firstRows(browser: Browser, few: Portal, many: Portal) {
  const pages = {
    few: { tab: await openTab(browser, few), path: '/databricks/fabrics' },
    many: { tab: await openTab(browser, many), path: '/databricks/fabrics' },
    databricks: { tab: await openTab(browser, few), path: '/databricks' },
    catalog: { tab: await openTab(browser, few), path: '/catalog' },
  };
  type Name = keyof typeof pages;
  const names = Object.keys(pages) as Name[];
  const rounds: Record<Name, number>[] = [];
  for (let round = 0; round <= LOADS; round++) {
    const times = { few: 0, many: 0, databricks: 0, catalog: 0 };
    // Alternating who is first, so that a machine that gets slower or faster favours nobody
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      times[name] = await loadUntilFirstRow(pages[name].tab, pages[name].path);
    }
    // The first round warms all up
    if (round > 0) {
      rounds.push(times);
    }
  }
  const against = (name: Name, other: Name, compared: string) => ({
    measured: ms(median(rounds.map(it => it[name]))),
    compared: `${ms(median(rounds.map(it => it[other])))} ${compared}`,
    ratio: median(rounds.map(it => it[name] / it[other])),
  });
  return [
    {
      benchmark: 'first row of 1,000 fabrics',
      ...against('many', 'few', 'of 7'),
      limit: 1.3,
    },
    {
      benchmark: 'first row of /databricks',
      ...against('databricks', 'catalog', 'of /catalog'),
      limit: 1,
    },
  ];
}

async function nodes(browser: Browser, _: Portal, many: Portal) {
  const tab = await openMany(browser, many);
  const count = await tab.locator('*').count();
  return [within('DOM nodes with 1,000 fabrics', count, LIMITS.nodes, String)];
}

async function typing(browser: Browser, _: Portal, many: Portal) {
  const tab = await openMany(browser, many);
  const search = tab.getByRole('searchbox');
  const tasks: number[] = [];
  for (let word = 0; word <= WORDS; word++) {
    await search.fill('');
    await tab.waitForTimeout(500);
    const longest = await longestTask(browser, tab, async () => {
      await search.pressSequentially(WORD, { delay: KEYS_APART_MS });
      await tab.waitForTimeout(500);
    });
    // The first word warms up
    if (word > 0) {
      tasks.push(longest);
    }
  }
  return [
    within(
      'typing in 1,000 fabrics, longest task',
      Math.max(...tasks),
      LIMITS.taskMs,
      ms,
    ),
    within('the same, median of 5 words', median(tasks), LIMITS.taskMs, ms),
  ];
}

/** Two browsers of one person, which hear of each other by signals alone. */
async function otherTab(browser: Browser, _: Portal, many: Portal) {
  const [tab, other] = [
    await openMany(browser, many),
    await openTab(browser, many),
  ];
  await hearsSignals(other, '/databricks/fabrics');
  const here = new FabricsPage(tab);
  const row = new FabricsPage(other).row('Analytics (dev)');
  const times: number[] = [];
  for (let i = 0; i < DISCONNECTS; i++) {
    await here.connect(here.tile('Development'));
    await row.getByText('Ada Lovelace').waitFor();
    if (i === 0) {
      // What is connected stands last
      await tab.getByRole('button', { name: /^Show all/ }).click();
    }
    await here.choose('Development', 'Disconnect');
    const startedAt = performance.now();
    await here.dialog.button('Disconnect').click();
    await row.getByText('Not connected').waitFor();
    times.push(performance.now() - startedAt);
    // The dialog of this one is to be gone before the next
    await here.connectButton(here.tile('Development')).waitFor();
  }
  return [
    within(
      'a disconnect, seen in another browser',
      Math.max(...times),
      LIMITS.otherTabMs,
      ms,
    ),
  ];
}

/** Alice's tab, in a browser of its own. */
async function openTab(browser: Browser, portal: Portal): Promise<Page> {
  const context = await browser.newContext({ baseURL: portal.url });
  const tab = await openTabAs(context, 'alice');
  await noteFirstRow(tab);
  return tab;
}

async function openMany(browser: Browser, many: Portal): Promise<Page> {
  const tab = await openTab(browser, many);
  await loadUntilFirstRow(tab, '/databricks/fabrics');
  await tab.getByText('of 1000').waitFor();
  // The buttons of the rows come last
  const menu = { name: 'More actions for Analytics (dev)' };
  await tab.getByRole('button', menu).waitFor();
  return tab;
}

function within(
  benchmark: string,
  value: number,
  limit: number,
  format: (value: number) => string,
) {
  return {
    benchmark,
    measured: format(value),
    compared: format(limit),
    ratio: value / limit,
    limit: 1,
  };
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function ms(value: number): string {
  return `${Math.round(value)} ms`;
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
