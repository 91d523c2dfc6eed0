import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { defineRoute } from '../../http/define-route.ts'
import { type Html, page, type Reply, redirect, seeOther } from '../../http/reply.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { frameOf } from '../../pages/frame.ts'
import { languageOfUiLocales } from '../../pages/languages.ts'
import { decideRedirect } from '../applications/decide-redirect.ts'
import { callbackLocation } from '../authentication/callback-location.ts'
import { refuseForeignForm } from '../authentication/flow-browser.ts'
import { handOffView } from '../authentication/hand-off.view.ts'
import { findBrowserSession } from '../sessions/browser-session.ts'
import { clearDeadCookies } from '../sessions/dead-cookies.ts'
import { sealDeveloperNote } from '../sessions/developer-note.ts'
import { endBrowserSession, endHostedSignIn, endSession } from '../sessions/end-session.ts'
import { BY_RELYING_PARTY, type Ending } from '../sessions/ending.ts'
import { formTokenOf, isFormTokenOf } from '../sessions/form-token.ts'
import { SIGNED_OUT_PATH, signedOutLocation } from '../sessions/signed-out.page.ts'
import { findUser } from '../users/user.queries.ts'
import { confirmSignOutView } from './confirm-sign-out.view.ts'
import { type LogoutWish, readLogoutWish } from './read-logout-wish.ts'

const PATH = '/oauth2/logout'
const ENDING: Ending = { reason: 'sign_out', actor: BY_RELYING_PARTY }

/** Given twice, or far too long, it is nobody's wish in particular: dropped, and the sign-out goes on without it. */
const text = z.string().max(8192).optional().catch(undefined)

const parameters = {
  id_token_hint: text,
  client_id: text,
  post_logout_redirect_uri: text,
  state: text,
  ui_locales: text,
}

const query = z.object(parameters)
type Parameters = z.output<typeof query>

/**
 * The end-session endpoint of RP-Initiated Logout 1.0. An ID token of ours says which session is to end, and that session
 * ends, as it does with its id at `GET /user_management/sessions/logout`. Beyond that, whoever is signed in to the hosted
 * pages of this browser is only signed out if it is the same person, or if they say so themselves: any page can send a
 * browser here (T07).
 */
const logOutOfOpenid = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'Logout (OpenID Connect)',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  hasEffect: true,
  query,
  responses: { 200: 'html', 302: 'empty' },

  async handle(app, { query, request }): Promise<Reply<302, undefined> | Reply<200, Html>> {
    // One transaction for all that is read and ended: whatever fails, the answer never denies an end that was committed.
    return await inTransaction(app, async (tx) => {
      const wish = await readLogoutWish(tx, query)
      const target = await decideTarget(tx, wish, query)
      const hosted = await findBrowserSession(tx, request)
      const isSamePerson = hosted?.user_id === wish.hint?.sub
      if (wish.hint) await endSession(tx, wish.hint.sid, ENDING)
      if (hosted && isSamePerson) await endHostedSignIn(tx, hosted.id)
      const stranger = hosted && !isSamePerson ? await findUser(tx.db, hosted.user_id) : undefined
      const cookies = await clearDeadCookies(tx, request)
      if (!hosted || !stranger) return redirect(target.location ?? signedOutLocation(target.note), cookies)
      const shown = { query, clientId: wish.clientId, email: stranger.email, formToken: formTokenOf(tx, hosted) }
      return page(confirmationPage(app, request, shown), cookies)
    })
  },
})

/**
 * From the page above, with its token, or from a relying party, which may send a form too. The latter is redirected to
 * ourselves first: with a form from another site browsers do not send the cookie that tells who is signed in.
 */
const logOutOfOpenidForm = defineRoute({
  method: 'post',
  path: PATH,
  summary: 'Logout (OpenID Connect), by form',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  hasEffect: true,
  body: z.object({ ...parameters, form_token: text }),
  responses: { 200: 'html', 303: 'empty' },

  async handle(app, { body, request }): Promise<Reply<303, undefined> | Reply<200, Html>> {
    const { form_token: formToken, ...asked } = body
    if (formToken === undefined) return seeOther(PATH, givenOf(asked))
    refuseForeignForm(app, request)
    return await inTransaction(app, async (tx) => {
      const target = await decideTarget(tx, await readLogoutWish(tx, asked), asked)
      const hosted = await findBrowserSession(tx, request)
      // Somebody else has signed in since, or the same person anew: they are asked again.
      if (hosted && !isFormTokenOf(tx, hosted, formToken)) return seeOther(PATH, givenOf(asked))
      // The person themselves said so, so every session that came from here ends as well.
      if (hosted) await endBrowserSession(tx, hosted.id, ENDING)
      const cookies = await clearDeadCookies(tx, request)
      if (target.location === undefined) return seeOther(SIGNED_OUT_PATH, givenOf({ note: target.note }), cookies)
      const frame = frameOf(app, request, languageOfUiLocales(asked.ui_locales))
      return page(handOffView(frame, target.location, frame.text.signedOut.title), cookies)
    })
  },
})

export const relyingPartyLogoutPages = [logOutOfOpenid, logOutOfOpenidForm]

/** The page that asks, with a form that works without script. Neither the hint nor anything of it is handed on in it. */
function confirmationPage(
  app: AppContext,
  request: RequestInfo,
  {
    query,
    clientId,
    email,
    formToken,
  }: { query: Parameters; clientId: string | undefined; email: string; formToken: string },
): Html {
  const { post_logout_redirect_uri, state, ui_locales } = query
  const fields = givenOf({ client_id: clientId, post_logout_redirect_uri, state, ui_locales })
  const links = { ...request, query: new URLSearchParams({ ...fields, ...languageIn(request) }).toString() }
  const frame = frameOf(app, links, languageOfUiLocales(ui_locales))
  return confirmSignOutView(frame, { action: PATH, email, fields: { ...fields, form_token: formToken } })
}

/**
 * The registered address with `state` as it came, or undefined: our own page, with a note of why in development mode.
 * There is no default here, because the specification sends nobody anywhere that was not asked for.
 */
async function decideTarget(
  app: AppContext,
  { clientId }: LogoutWish,
  { post_logout_redirect_uri: wanted, state }: Parameters,
): Promise<{ location: string | undefined; note?: string | undefined }> {
  if (clientId === undefined) return { location: undefined }
  const { location } = await decideRedirect(app, 'sign_out_uri', wanted)
  if (location === undefined) return { location, note: sealDeveloperNote(app, wanted) }
  return { location: state === undefined ? location : callbackLocation(location, { state }) }
}

/** What the person chose by a link of the page stays chosen. */
function languageIn({ query }: RequestInfo): { lang?: string } {
  const lang = new URLSearchParams(query).get('lang')
  return lang === null ? {} : { lang }
}

function givenOf(parameters: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
