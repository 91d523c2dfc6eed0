import { z } from 'zod'
import type { AppContext } from '../../context.ts'
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
