import { ConfigError } from '../../config.ts'
import type { AppContext } from '../../context.ts'
import { ApiError } from '../../http/errors.ts'

/** The rules of the API hold in a seed file as well; what they refuse is the operator's to put right. */
export async function explained<Result>(app: AppContext, place: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    throw new ConfigError(`${app.config.seedFile ?? 'The demo'}: ${place}: ${error.message}`)
  }
}
