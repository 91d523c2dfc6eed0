import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { notFound } from '../../http/errors.ts'
import { created, ok } from '../../http/reply.ts'
import { byApiKey } from '../sessions/ending.ts'
import { toUserObject, userObject } from '../users/user.wire.ts'
import { openToken } from './create-password-reset.ts'
import { forgotPasswordForm, forgotPasswordPage } from './forgot-password.page.ts'
import { findLivePasswordReset } from './password-reset.queries.ts'
import { passwordResetObject, toPasswordResetObject } from './password-reset.wire.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { resetPasswordForm, resetPasswordPage } from './reset-password.page.ts'
import { resetPassword } from './reset-password.ts'

export const createPasswordResetRoute = defineRoute({
  method: 'post',
  path: '/user_management/password_reset',
  summary: 'Create a password reset token',
  tag: 'Password reset',
  caller: 'api-key',
  isCreate: true,
  body: z.object({ email: z.email().max(254).meta({ description: 'The address of the user.' }) }),
  responses: { 201: passwordResetObject },
  refusals: [403, 404, 429],

  async handle(app, { body }) {
    const { reset, token } = await requestPasswordReset(app, body.email)
    return created(toPasswordResetObject(reset, token, app.config))
  },
})

/** Only while the token works: a spent or expired one is nobody's business any more. */
export const getPasswordReset = defineRoute({
  method: 'get',
  path: '/user_management/password_reset/{id}',
  summary: 'Get a password reset token',
  tag: 'Password reset',
  caller: 'api-key',
  params: z.object({ id: z.string().meta({ description: 'The ID of the password reset.' }) }),
  responses: { 200: passwordResetObject },

  async handle(app, { params }) {
    const reset = await findLivePasswordReset(app.db, params.id, app.clock.now())
    if (!reset) throw notFound('Password reset', params.id)
    return ok(toPasswordResetObject(reset, openToken(app, reset), app.config))
  },
})

export const confirmPasswordReset = defineRoute({
  method: 'post',
  path: '/user_management/password_reset/confirm',
  summary: 'Reset the password',
  tag: 'Password reset',
  caller: 'api-key',
  body: z.object({
    token: z.string().min(1).max(512).meta({ description: 'The token of the link.' }),
    new_password: z.string().max(4096).meta({ description: 'The new password.' }),
  }),
  responses: { 200: z.object({ user: userObject }) },
  refusals: [400],

  async handle(app, { body, caller }) {
    const given = { token: body.token, newPassword: body.new_password, language: null }
    const { user } = await resetPassword(app, given, byApiKey(caller))
    return ok({ user: toUserObject(user) })
  },
})

export const passwordResetRoutes = [
  createPasswordResetRoute,
  getPasswordReset,
  confirmPasswordReset,
  forgotPasswordPage,
  forgotPasswordForm,
  resetPasswordPage,
  resetPasswordForm,
]
