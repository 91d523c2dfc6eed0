import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import type { RedirectDecision } from '../applications/decide-redirect.ts'
import { registerCommandForLog } from '../applications/register-command.ts'
import { readRegisteredUris } from '../applications/registered-uri.queries.ts'
import { type DroppedReturn, whyNotFollowed } from '../applications/why-not-followed.ts'

const CONTEXT = 'signed_out.note'
const LIFETIME_MS = 10 * 60 * 1000
const LONGEST_SHOWN = 2_048

const note = z.object({ returnTo: z.string(), madeAt: z.number() })

/** What the signed-out page tells whoever develops the application that signed out. */
export interface DeveloperNote extends DroppedReturn {
  returnTo: string
}

/**
 * In development mode the way to the signed-out page tells it which `return_to` was dropped. Sealed, so the page shows
 * nothing that a link could put there, and only for a while. Undefined in production.
 */
export function sealDeveloperNote(app: AppContext, returnTo: string | undefined): string | undefined {
  if (app.config.mode === 'production' || !returnTo) return undefined
  const text = JSON.stringify({ returnTo: returnTo.slice(0, LONGEST_SHOWN), madeAt: app.clock.now().getTime() })
  return app.seal.seal(Buffer.from(text), CONTEXT)
}

export async function openDeveloperNote(app: AppContext, sealed: string): Promise<DeveloperNote | undefined> {
  if (app.config.mode === 'production') return undefined
  const opened = open(app, sealed)
  if (!opened || app.clock.now().getTime() - opened.madeAt > LIFETIME_MS) return undefined
  const registered = await readRegisteredUris(app.db, 'sign_out_uri')
  const uris = registered.map(({ uri }) => uri)
  return { returnTo: makeVisible(opened.returnTo), ...whyNotFollowed(app, opened.returnTo, uris) }
}

/**
 * In development mode the log says why the browser did not go where `return_to` says, and how to register that: the default
 * sign-out URI is a page of the application, which knows nothing of it. In production it says nothing.
 */
export function logDroppedReturn(app: AppContext, returnTo: string | undefined, decision: RedirectDecision): void {
  if (app.config.mode === 'production' || !returnTo || decision.location !== undefined) return
  const { reason, command } = whyNotFollowed(app, returnTo, decision.registered)
  app.log.warn('A return_to was not followed.', {
    return_to: makeVisible(returnTo.slice(0, LONGEST_SHOWN)),
    instead: decision.fallback ?? 'our own page',
    reason: makeVisible(reason),
    ...(command === undefined ? {} : { register: registerCommandForLog(app.config, 'sign_out_uri', returnTo) }),
  })
}

/** Letters that one cannot see, or that turn the direction of writing. */
function makeVisible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (letter) => `\\u{${letter.codePointAt(0)?.toString(16)}}`)
}

function open(app: AppContext, sealed: string): z.infer<typeof note> | undefined {
  try {
    return note.parse(JSON.parse(app.seal.open(sealed, CONTEXT).toString()))
  } catch {
    // Made up, or of an older version.
    return undefined
  }
}
