import { z } from 'zod'
import type { Keyset, Position } from '../database/keyset.ts'
import { timeOfUlid } from '../platform/ids.ts'
import { ApiError } from './errors.ts'

const LARGEST_PAGE = 100
const DEFAULT_PAGE = 10

/**
 * The four parameters of every list. `asc` and `desc` sort by time of creation. `normal` is `desc` with the cursors
 * the other way round: `before` fetches older objects and `after` newer ones.
 */
export const pageParameters = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(LARGEST_PAGE)
    .default(DEFAULT_PAGE)
    .meta({ description: 'Number of objects, 1 to 100.' }),
  before: z.string().optional().meta({ description: 'The id of an object: the page ends before it.' }),
  after: z.string().optional().meta({ description: 'The id of an object: the page starts after it.' }),
  order: z.enum(['asc', 'desc', 'normal']).default('desc').meta({
    description: 'By time of creation. `normal` is `desc` with the cursors the other way round.',
  }),
}

export type PageRequest = {
  limit: number
  before?: string | undefined
  after?: string | undefined
  order: 'asc' | 'desc' | 'normal'
}

export interface Page<Row> {
  data: Row[]
  list_metadata: { before: string | null; after: string | null }
}

/** A page of rows as the wire has it. */
export function toList<Row, Item>(page: Page<Row>, toObject: (row: Row) => Item) {
  return {
    object: 'list' as const,
    data: page.data.map(toObject),
    list_metadata: page.list_metadata,
  }
}

const listMetadata = z
  .object({
    before: z.string().nullable(),
    after: z.string().nullable(),
  })
  .meta({ id: 'ListMetadata', description: 'Cursors for the pages before and after; null where the list ends.' })

/** The contract of such a page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z
    .object({
      object: z.literal('list'),
      data: z.array(item),
      list_metadata: listMetadata,
    })
    .meta({ id: `${item.meta()?.id ?? 'Unnamed'}List` })
}

/**
 * Reads one page by keyset, which costs the same on the first page and the thousandth. A cursor is null where the list
 * ends: the Node SDK follows `after` for as long as there is one.
 */
export async function readPage<Row extends { id: string }, Cursor>(
  request: PageRequest,
  find: (id: string) => Promise<Cursor | undefined>,
  read: (keyset: Keyset<Cursor>) => Promise<Row[]>,
): Promise<Page<Row>> {
  return await readSearchedPage(request, find, async (keyset) => ({ rows: await read(keyset), searchedTo: undefined }))
}

/**
 * The same for a list that is searched rather than read: behind `searchedTo` nothing has been looked at, so the cursor
 * leads there although the page is not full.
 */
export async function readSearchedPage<Row extends { id: string }, Cursor>(
  request: PageRequest,
  find: (id: string) => Promise<Cursor | undefined>,
  read: (keyset: Keyset<Cursor>) => Promise<{ rows: Row[]; searchedTo: { id: string } | undefined }>,
): Promise<Page<Row>> {
  if (request.before && request.after) throw invalidCursor('before', 'Give `before` or `after`, not both.')
  const listing = request.order === 'asc' ? 'asc' : 'desc'
  const forwardCursor = request.order === 'normal' ? request.before : request.after
  const backwardCursor = request.order === 'normal' ? request.after : request.before
  const isBackward = backwardCursor !== undefined && backwardCursor !== ''
  const cursor = (isBackward ? backwardCursor : forwardCursor) || undefined
  const from = cursor === undefined ? undefined : ((await find(cursor)) ?? refuseCursor(cursor))

  const { rows, searchedTo } = await read({
    direction: isBackward ? opposite(listing) : listing,
    from,
    limit: request.limit + 1,
  })
  const data = rows.slice(0, request.limit)
  const further = rows.length > request.limit ? (data.at(-1)?.id ?? null) : (searchedTo?.id ?? null)
  if (isBackward) data.reverse()
  const last = isBackward ? (data.at(-1)?.id ?? null) : further
  const nearest = from === undefined ? null : (data[0]?.id ?? null)
  const first = isBackward ? further : nearest
  return {
    data,
    list_metadata: request.order === 'normal' ? { before: last, after: first } : { before: first, after: last },
  }
}

/** For `readPage`: the object may have been deleted since the last page, but its id still tells when it was created. */
export function positionIn(find: (id: string) => Promise<Position | undefined>) {
  return async (id: string): Promise<Position | undefined> => {
    const found = await find(id)
    if (found) return { id: found.id, created_at: found.created_at }
    const time = timeOfUlid(id.slice(id.lastIndexOf('_') + 1))
    return time && { id, created_at: time.toISOString() }
  }
}

function refuseCursor(id: string): never {
  throw invalidCursor('after', `'${id.slice(0, 100)}' is not the id of an object in this list.`)
}

function invalidCursor(field: string, message: string): ApiError {
  return new ApiError(422, `Validation failed. ${message}`, {
    code: 'invalid_request_parameters',
    errors: [{ code: 'invalid_cursor', field, message }],
  })
}

function opposite(direction: 'asc' | 'desc'): 'asc' | 'desc' {
  return direction === 'asc' ? 'desc' : 'asc'
}
