import { z } from 'zod'
import type { AuthorizationRequestRow } from '../../database/schema.ts'
import { defineRoute } from '../../http/define-route.ts'
import { page } from '../../http/reply.ts'
import { finishHostedSignIn } from './finish-hosted-sign-in.ts'
import { refuseForeignForm } from './flow-browser.ts'
import { handOffView } from './hand-off.view.ts'
import { findFlow, flowExpired, flowFinished } from './hosted-flow.ts'
import { checkPassword } from './password-check.ts'
import { signInView } from './sign-in.view.ts'

const PATH = '/sign-in'

function show(flow: AuthorizationRequestRow, shown: { email: string | undefined; error?: string }) {
  return page(
    signInView({
      requestId: flow.id,
      signUpHref: `/sign-up?request=${flow.id}`,
      ...shown,
    }),
  )
}

export const signInPage = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'Sign in',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  query: z.object({ request: z.string().optional().catch(undefined) }),
  responses: { 200: 'html', 400: 'html' },

  async handle(app, { query, request }) {
    const flow = await findFlow(app, query.request, request)
    if (!flow) return flowExpired()
    if (flow.browser_session_id !== null) return flowFinished()
    return show(flow, { email: flow.login_hint ?? undefined })
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
  }),
  responses: { 200: 'html', 400: 'html' },

  async handle(app, { body, request }) {
    refuseForeignForm(app, request)
    const flow = await findFlow(app, body.request, request)
    if (!flow) return flowExpired()
    const email = body.email.trim()
    if (!email || !body.password)
      return show(flow, {
        email,
        error: 'Enter your email and your password.',
      })
    const attempt = {
      email,
      password: body.password,
      ipAddress: request.ipAddress,
      userAgent: request.userAgent,
    }
    const user = await checkPassword(app, attempt)
    if (!user)
      return show(flow, {
        email,
        error: 'That email and password do not match an account.',
      })
    const finished = await finishHostedSignIn(app, flow, user, request)
    return finished ? page(handOffView(finished.location), [finished.cookie]) : flowExpired()
  },
})
