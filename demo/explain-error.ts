import { OauthException, UnauthorizedException } from '@workos-inc/node'
import type { DemoSettings } from './demo-app.ts'
import type { Problem } from './problem.view.ts'

/** What an error of the SDK means to somebody who runs the demo. The page is for developers, so it quotes the error. */
export function explainError(error: Error, demo: DemoSettings): Problem {
  const quote = `${error.name}: ${error.message}${requestIdOf(error)}`
  if (isFailureToConnect(error) || isFailureToConnect(error.cause)) return { kind: 'unreachable', demo, quote }
  if (error instanceof UnauthorizedException) return { kind: 'api-key-refused', quote }
  if (error instanceof OauthException && error.error === 'invalid_grant') return { kind: 'code-refused', quote }
  return { kind: 'unexpected', quote }
}

/** The words of Node's fetch. The SDK passes this error on as it is in some calls, and as a cause in others. */
function isFailureToConnect(error: unknown): boolean {
  return error instanceof TypeError && error.message === 'fetch failed'
}

function requestIdOf(error: Error): string {
  return 'requestID' in error && error.requestID ? ` (request ${error.requestID})` : ''
}
