import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import type { PasswordResetRow } from '../../database/schema.ts'
import { defineRoute } from '../../http/define-route.ts'
import { ApiError } from '../../http/errors.ts'
import { page, problemPage } from '../../http/reply.ts'
import { refuseForeignForm } from '../authentication/flow-browser.ts'
import { SHORTEST_PASSWORD, whyPasswordIsRefused } from '../passwords/password-rules.ts'
import { BY_RULE } from '../sessions/ending.ts'
import { findOpenFlow } from './find-open-flow.ts'
import { findPasswordReset, resetPassword } from './reset-password.ts'
import { passwordIsResetView, resetLinkGoneView, resetPasswordView } from './reset-password.view.ts'

const PATH = '/reset-password'
const token = z.string().max(512).default('')

/** Where the mailed link leads. Mail scanners follow it too, so it changes nothing (T64). */
export const resetPasswordPage = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'Set a new password',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  query: z.object({ token: token.catch('') }),
  responses: { 200: 'html', 400: 'html' },

  async handle(app, { query }) {
    const reset = await findPasswordReset(app, query.token)
    if (!reset) return problemPage(resetLinkGoneView())
    return show(reset, query.token)
  },
})

export const resetPasswordForm = defineRoute({
  method: 'post',
  path: PATH,
  summary: 'Set a new password',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  body: z.object({ token, new_password: z.string().max(4096).default('') }),
  responses: { 200: 'html', 400: 'html' },

  async handle(app, { body, request }) {
    refuseForeignForm(app, request)
    const open = await findPasswordReset(app, body.token)
    if (!open) return problemPage(resetLinkGoneView())
    const passwordError = whyPasswordIsRefused(body.new_password)
    if (passwordError) return show(open, body.token, passwordError)
    const reset = await resetUnlessGone(app, { token: body.token, newPassword: body.new_password })
    if (!reset) return problemPage(resetLinkGoneView())
    const flow = await findOpenFlow(app, reset.authorization_request_id ?? undefined, request)
    return page(passwordIsResetView({ signInHref: flow?.signInHref }))
  },
})

function show(reset: PasswordResetRow, token: string, passwordError?: string) {
  const { email } = reset
  return page(resetPasswordView({ token, email, minimumPasswordLength: SHORTEST_PASSWORD, passwordError }))
}

/** Undefined: somebody was faster with it. */
async function resetUnlessGone(
  app: AppContext,
  given: { token: string; newPassword: string },
): Promise<PasswordResetRow | undefined> {
  try {
    const { reset } = await resetPassword(app, given, BY_RULE)
    return reset
  } catch (error) {
    if (error instanceof ApiError && error.code === 'password_reset_error') return undefined
    throw error
  }
}
