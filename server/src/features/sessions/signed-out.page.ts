import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { scriptedPage } from '../../http/reply.ts'
import { frameOf } from '../../pages/frame.ts'
import { findBrowserSession } from './browser-session.ts'
import { openDeveloperNote } from './developer-note.ts'
import { signedOutView } from './signed-out.view.ts'

export const SIGNED_OUT_PATH = '/signed-out'

/**
 * What a page of ours, or a script that got into one, may have left in the browser, a service worker included (W3C Clear
 * Site Data). Not the cookies: those of every application on the same domain would go. Not the cache: Chromium takes
 * seconds for that, and nothing of a person is in it (`no-store`).
 */
const CLEAR_STORAGE = { 'clear-site-data': '"storage"' }

/** `note` is for development mode. */
export function signedOutLocation(note: string | undefined): string {
  return note === undefined ? SIGNED_OUT_PATH : `${SIGNED_OUT_PATH}?note=${note}`
}

/** Where a sign-out ends when no registered address applies. Nothing that a link says is shown on it. */
export const signedOutPage = defineRoute({
  method: 'get',
  path: SIGNED_OUT_PATH,
  summary: 'You are signed out',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  query: z.object({ note: z.string().max(8192).optional().catch(undefined) }),
  responses: { 200: 'html' },

  async handle(app, { query, request }) {
    const developerNote = query.note === undefined ? undefined : await openDeveloperNote(app, query.note)
    // A note that is none is not handed on to the page in another language either.
    const frame = frameOf(app, developerNote ? request : { ...request, parameters: [] })
    const reply = scriptedPage(
      signedOutView(frame, {
        accessTokenMinutes: Math.ceil(app.config.session.accessTokenSeconds / 60),
        isStillSignedIn: (await findBrowserSession(app, request)) !== undefined,
        developerNote,
      }),
    )
    return { ...reply, headers: { ...reply.headers, ...CLEAR_STORAGE } }
  },
})
