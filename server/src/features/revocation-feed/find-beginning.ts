import type { AppContext } from '../../context.ts'
import { ApiError } from '../../http/errors.ts'
import { findPlace } from './feed.queries.ts'
import { isBefore, isSamePlace, LOG_START, type Place, readPosition } from './place.ts'
import type { Beginning } from './stream-feed.ts'

/**
 * Where a consumer goes on that has everything up to a position, or begins that has nothing: with what can still matter.
 * The event at the position must be there and be the same: after a restore the log may be another one.
 */
export async function findBeginning(app: AppContext, position: string | undefined): Promise<Beginning> {
  const { log } = app.feed
  if (position === undefined || position === '') return { from: log.floor(), isReset: false }
  const place = parsePosition(position, 'after')
  const isUsable = !isBefore(place, log.floor()) && (await isInLog(app, place))
  return isUsable ? { from: place, isReset: false } : { from: log.floor(), isReset: true }
}

export async function isInLog(app: AppContext, place: Place): Promise<boolean> {
  if (isSamePlace(place, LOG_START) || app.feed.log.remembers(place)) return true
  const found = await findPlace(app.db, place.position)
  return found !== undefined && isSamePlace(found, place)
}

export function parsePosition(position: string, field: string): Place {
  const place = readPosition(position)
  if (place) return place
  const message = `'${position.slice(0, 100)}' is no position of this feed: send back one that you got from it, or none.`
  throw new ApiError(422, `Validation failed. ${message}`, {
    code: 'invalid_request_parameters',
    errors: [{ code: 'invalid_cursor', field, message }],
  })
}
