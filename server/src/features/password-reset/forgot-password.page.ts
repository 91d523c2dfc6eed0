import { z } from 'zod'
import { inTransaction } from '../../database/transaction.ts'
import { defineRoute } from '../../http/define-route.ts'
import { page } from '../../http/reply.ts'
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
  query: z.object({ request: z.string().optional().catch(undefined) }),
  responses: { 200: 'html' },

  async handle(app, { query, request }) {
    const flow = await findOpenFlow(app, query.request, request)
    return page(forgotPasswordView({ requestId: flow?.id, signInHref: flow?.signInHref }))
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
  responses: { 200: 'html' },

  async handle(app, { body, request }) {
    refuseForeignForm(app, request)
    const flow = await findOpenFlow(app, body.request, request)
    const email = body.email.trim()
    const signInHref = flow?.signInHref
    if (!userFields.email.safeParse(email).success) {
      const emailError = 'Enter an email address, such as ada@example.com.'
      return page(forgotPasswordView({ requestId: flow?.id, email, emailError, signInHref }))
    }
    await inTransaction(app, (tx) => wantReset(tx, email, flow?.id ?? null))
    return page(linkOnItsWayView({ signInHref }))
  },
})
