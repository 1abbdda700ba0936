/** Rows of a page: so few that a caller that changes them all commits soon, and renewals do not wait for locks. */
export const PAGE = 500;

/** Where a page begins, and how many rows it has. */
export type Page = { after: string; limit: number };

/**
 * Reads rows page by page, in the order of their IDs.
 *
 * @param read - finds the rows of a page
 */
export async function* pagesById<Row extends { id: string }>(
  read: (page: Page) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  for (let after = ''; ; ) {
    const rows = await read({ after, limit: PAGE });
    yield rows;
    if (rows.length < PAGE) {
      return;
    }
    after = rows[rows.length - 1].id;
  }
}
