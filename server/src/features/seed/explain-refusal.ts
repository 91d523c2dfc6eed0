import { ConfigError } from '../../config.ts'
import type { AppContext } from '../../context.ts'
import { ApiError } from '../../http/errors.ts'

/** What came about after the file was written stands in the way of an entry, which is no mistake in it. */
export class LeftOutError extends Error {}

/** For an entry that no other one needs: if something of that kind is in its way, the start goes on without it. */
export async function explainedOrLeftOut(app: AppContext, place: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await explained(app, place, work)
  } catch (error) {
    if (!(error instanceof LeftOutError)) throw error
    app.log.warn('An entry of the seed file is left out.', { entry: place, reason: error.message })
  }
}

/** The rules of the API hold in a seed file as well; what they refuse is the operator's to put right. */
export async function explained<Result>(app: AppContext, place: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    throw new ConfigError(`${app.config.seedFile ?? 'The demo'}: ${place}: ${error.message}`)
  }
}
