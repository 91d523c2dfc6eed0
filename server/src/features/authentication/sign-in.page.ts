import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import type { AuthorizationRequestRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { defineRoute } from '../../http/define-route.ts'
import { page, type Reply, seeOther } from '../../http/reply.ts'
import { frameOf } from '../../pages/frame.ts'
import type { Messages } from '../../pages/messages/messages.ts'
import { keepTypedOfAuthorizationRequest } from './authorization-request.queries.ts'
import { finishHostedSignIn } from './finish-hosted-sign-in.ts'
import { refuseForeignForm } from './flow-browser.ts'
import {
  afterSignIn,
  emailIn,
  findFlow,
  flowExpired,
  hasLostInvitation,
  invitationGone,
  leaveFlow,
} from './hosted-flow.ts'
import { checkPassword } from './password-check.ts'
import { signInView } from './sign-in.view.ts'

const PATH = '/sign-in'

const REFUSALS = ['incomplete', 'no-match', 'suspended', 'too-many'] as const
type Refusal = (typeof REFUSALS)[number]

export const signInPage = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'Sign in',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  query: z.object({
    request: z.string().optional().catch(undefined),
    error: z.enum(REFUSALS).optional().catch(undefined),
  }),
  responses: { 200: 'html', 303: 'empty', 400: 'html' },

  async handle(app, { query, request }) {
    const flow = await findFlow(app, query.request, request)
    const frame = frameOf(app, request, flow?.language)
    if (!flow) return flowExpired(frame)
    const after = afterSignIn(frame, flow)
    if (after) return after
    if (await hasLostInvitation(app, flow)) return invitationGone(frame)
    return page(
      signInView(frame, {
        requestId: flow.id,
        signUpHref: flow.invitation_id === null ? `/sign-up?request=${flow.id}` : undefined,
        email: flow.login_hint ?? undefined,
        isInvited: flow.invitation_id !== null,
        error: query.error && wordsFor(query.error, frame.text),
      }),
    )
  },
})

export const signInForm = defineRoute({
  method: 'post',
  path: PATH,
  summary: 'Sign in',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  body: z.object({
    request: z.string().optional(),
    email: z.string().max(254).default(''),
    password: z.string().max(4096).default(''),
    step: z.literal('forgot-password').optional(),
  }),
  responses: { 200: 'html', 303: 'empty', 400: 'html' },

  async handle(app, { body, request }) {
    refuseForeignForm(app, request)
    const flow = await findFlow(app, body.request, request)
    const frame = frameOf(app, request, flow?.language)
    if (!flow) return flowExpired(frame)
    if (await hasLostInvitation(app, flow)) return invitationGone(frame)
    const email = emailIn(flow, body.email)
    if (body.step) {
      await keepTyped(app, flow, email)
      return seeOther('/forgot-password', { request: flow.id })
    }
    if (!email || !body.password) return await askAgain(app, flow, { email, refusal: 'incomplete' })
    const { ipAddress, userAgent } = request
    const verdict = await checkPassword(app, {
      email,
      password: body.password,
      ipAddress,
      isSharedAddress: false,
      isByApi: false,
      userAgent,
    })
    if (verdict.kind !== 'match') return await askAgain(app, flow, { email, refusal: verdict.kind })
    const finished = await finishHostedSignIn(app, flow, verdict.user, request)
    return finished ? leaveFlow(frame, finished) : flowExpired(frame)
  },
})

/**
 * By a redirect: a page that answers a form is one that browsers want to submit again, when it is reloaded and when
 * somebody who has signed in by then goes back to it.
 */
async function askAgain(
  app: AppContext,
  flow: AuthorizationRequestRow,
  { email, refusal }: { email: string; refusal: Refusal },
): Promise<Reply<303, undefined>> {
  await keepTyped(app, flow, email)
  return seeOther(PATH, { request: flow.id, error: refusal })
}

async function keepTyped(app: AppContext, flow: AuthorizationRequestRow, email: string): Promise<void> {
  await inTransaction(app, (tx) => keepTypedOfAuthorizationRequest(tx.db, flow.id, { login_hint: email }))
}

function wordsFor(refusal: Refusal, text: Messages): string {
  const words: Record<Refusal, string> = {
    incomplete: text.signIn.incomplete,
    'no-match': text.signIn.noMatch,
    suspended: text.signIn.suspended,
    'too-many': text.signIn.tooMany,
  }
  return words[refusal]
}
