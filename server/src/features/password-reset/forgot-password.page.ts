import { z } from 'zod'
import { inTransaction } from '../../database/transaction.ts'
import { defineRoute } from '../../http/define-route.ts'
import { page, seeOther } from '../../http/reply.ts'
import { frameOf } from '../../pages/frame.ts'
import { keepTypedOfAuthorizationRequest } from '../authentication/authorization-request.queries.ts'
import { refuseForeignForm } from '../authentication/flow-browser.ts'
import { userFields } from '../users/user-fields.ts'
import { findOpenFlow } from './find-open-flow.ts'
import { forgotPasswordView, linkOnItsWayView } from './forgot-password.view.ts'
import { wantReset } from './pace-of-resets.ts'

const PATH = '/forgot-password'

export const forgotPasswordPage = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'Forgot password',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  query: z.object({
    request: z.string().optional().catch(undefined),
    step: z.enum(['email-refused', 'sent']).optional().catch(undefined),
  }),
  responses: { 200: 'html' },

  async handle(app, { query, request }) {
    const flow = await findOpenFlow(app, query.request, request)
    const frame = frameOf(app, request, flow?.language)
    if (query.step === 'sent') return page(linkOnItsWayView(frame, { signInHref: flow?.signInHref }))
    return page(
      forgotPasswordView(frame, {
        requestId: flow?.id,
        email: flow?.typedEmail,
        isRefused: query.step === 'email-refused',
        signInHref: flow?.signInHref,
      }),
    )
  },
})

/** Does the same for every address, known or not, and also when an address has had its mails for now (T34, T63). */
export const forgotPasswordForm = defineRoute({
  method: 'post',
  path: PATH,
  summary: 'Forgot password',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  body: z.object({ request: z.string().optional(), email: z.string().max(254).default('') }),
  responses: { 303: 'empty' },

  async handle(app, { body, request }) {
    refuseForeignForm(app, request)
    const flow = await findOpenFlow(app, body.request, request)
    const { language } = frameOf(app, request, flow?.language)
    const email = body.email.trim()
    const isAddress = userFields.email.safeParse(email).success
    await inTransaction(app, async (tx) => {
      if (flow) await keepTypedOfAuthorizationRequest(tx.db, flow.id, { login_hint: email })
      if (isAddress) await wantReset(tx, email, { authorizationRequestId: flow?.id ?? null, language })
    })
    return seeOther(PATH, { ...(flow ? { request: flow.id } : {}), step: isAddress ? 'sent' : 'email-refused' })
  },
})
