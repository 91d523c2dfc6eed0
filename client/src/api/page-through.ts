/** A page of a list, as far as paging is concerned. */
interface Page {
  data: unknown[]
  listMetadata?: { before: string | null; after: string | null }
}

type Query = Record<string, unknown>

/**
 * The answer, awaited as a page; or everything from there on, iterated over: `for await (const user of listUsers())`.
 * With `before` it goes the other way. The pages are as long as `limit` says.
 */
export function pageThrough(first: Promise<unknown>, query: Query, next: (query: Query) => Promise<unknown>): object {
  // Whoever iterates never awaits the promise itself: its rejection must not count as unhandled.
  first.catch(() => {})
  return Object.assign(first, { [Symbol.asyncIterator]: () => iterate(first, query, next) })
}

async function* iterate(
  first: Promise<unknown>,
  query: Query,
  next: (query: Query) => Promise<unknown>,
): AsyncGenerator<unknown> {
  const direction = query.before === undefined ? 'after' : 'before'
  // Only lists are typed as iterable.
  let page = (await first) as Page
  for (;;) {
    yield* page.data
    const cursor = page.listMetadata?.[direction]
    if (!cursor || page.data.length === 0) return
    page = (await next({ ...query, [direction]: cursor })) as Page
  }
}
