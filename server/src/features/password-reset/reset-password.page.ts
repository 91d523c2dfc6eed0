import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import type { PasswordResetRow } from '../../database/schema.ts'
import { defineRoute } from '../../http/define-route.ts'
import { ApiError } from '../../http/errors.ts'
import { page, problemPage, seeOther } from '../../http/reply.ts'
import { frameOf } from '../../pages/frame.ts'
import type { Language } from '../../pages/languages.ts'
import { refuseForeignForm } from '../authentication/flow-browser.ts'
import { whyPasswordIsRefused } from '../passwords/password-rules.ts'
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
  query: z.object({
    token: token.catch(''),
    error: z.enum(['password-too-short', 'password-too-long']).optional().catch(undefined),
  }),
  responses: { 200: 'html', 400: 'html' },

  async handle(app, { query, request }) {
    const frame = frameOf(app, request)
    const reset = await findPasswordReset(app, query.token)
    if (!reset) return problemPage(resetLinkGoneView(frame))
    const { token, error } = query
    return page(resetPasswordView(frame, { token, email: reset.email, error }))
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
  responses: { 200: 'html', 303: 'empty', 400: 'html' },

  async handle(app, { body, request }) {
    refuseForeignForm(app, request)
    const frame = frameOf(app, request)
    const open = await findPasswordReset(app, body.token)
    if (!open) return problemPage(resetLinkGoneView(frame))
    const mistake = whyPasswordIsRefused(body.new_password)
    if (mistake) return seeOther(PATH, { token: body.token, error: mistake })
    const { token, new_password: newPassword } = body
    const reset = await resetUnlessGone(app, { token, newPassword, language: frame.language })
    if (!reset) return problemPage(resetLinkGoneView(frame))
    const flow = await findOpenFlow(app, reset.authorization_request_id ?? undefined, request)
    return page(passwordIsResetView(frame, { signInHref: flow?.signInHref }))
  },
})

/** Undefined: somebody was faster with it. */
async function resetUnlessGone(
  app: AppContext,
  given: { token: string; newPassword: string; language: Language },
): Promise<PasswordResetRow | undefined> {
  try {
    const { reset } = await resetPassword(app, given, BY_RULE)
    return reset
  } catch (error) {
    if (error instanceof ApiError && error.code === 'password_reset_error') return undefined
    throw error
  }
}
