/** A page of a list, as `page_size` and `page_token` of a request ask for it. */
export function pageOf<Item>(
  items: Item[],
  { searchParams }: URL,
  defaultSize: number,
): { page: Item[]; next?: { next_page_token: string } } {
  const size = Number(searchParams.get('page_size') ?? defaultSize);
  const start = Number(searchParams.get('page_token') ?? 0);
  const end = start + size;
  return {
    page: items.slice(start, end),
    next: end < items.length ? { next_page_token: String(end) } : undefined,
  };
}
