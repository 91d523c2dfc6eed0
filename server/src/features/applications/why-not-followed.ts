import type { AppContext } from '../../context.ts'
import { registerCommand } from './register-command.ts'
import { validateEntry } from './register-uri.ts'

/** What a developer needs to know of a `return_to` that was dropped; English, and only for development mode. */
export interface DroppedReturn {
  reason: string
  /** Undefined: it cannot be registered as it is. */
  command: string | undefined
}

/** The most common slips: what is left of two addresses once one of these is taken away. */
const DIFFERENCES: [of: string, without: (uri: string) => string][] = [
  ['the slash at its end', (uri) => uri.replace(/\/$/, '')],
  ['upper and lower case', (uri) => uri.toLowerCase()],
  ['http and https', (uri) => uri.replace(/^https?:/, '')],
  ['its query', (uri) => uri.replace(/\?.*$/, '')],
  ['its port', (uri) => uri.replace(/^(\w+:\/\/[^/:]+):\d+/, '$1')],
]

export function whyNotFollowed(app: AppContext, returnTo: string, registered: string[]): DroppedReturn {
  const entry = validateEntry(app, 'sign_out_uri', { uri: returnTo })
  if (!entry.ok) return { reason: `It cannot be registered as it is. ${entry.message}`, command: undefined }
  const command = registerCommand(app.config, 'sign_out_uri', returnTo)
  if (registered.length === 0) {
    return {
      reason: 'No sign-out URI is registered, and until one is only addresses of this machine are followed.',
      command,
    }
  }
  return { reason: describeDifference(returnTo, registered), command }
}

function describeDifference(returnTo: string, registered: string[]): string {
  for (const [what, without] of DIFFERENCES) {
    const near = registered.find((uri) => without(uri) === without(returnTo))
    if (near !== undefined) return `It is not registered. It differs from ${near}, which is, in ${what}.`
  }
  const count = registered.length === 1 ? 'the one sign-out URI that is' : `any of the ${registered.length} that are`
  return `It is not registered, and not like ${count}. They are compared letter by letter.`
}
