import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import type { AuthorizationRequestRow } from '../../database/schema.ts'
import { defineRoute } from '../../http/define-route.ts'
import { ApiError } from '../../http/errors.ts'
import { page } from '../../http/reply.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { SHORTEST_PASSWORD, whyPasswordIsRefused } from '../passwords/password-rules.ts'
import { createUser } from '../users/create-user.ts'
import type { User } from '../users/user.queries.ts'
import { userFields } from '../users/user-fields.ts'
import { finishHostedSignIn } from './finish-hosted-sign-in.ts'
import { refuseForeignForm } from './flow-browser.ts'
import { handOffView } from './hand-off.view.ts'
import { findFlow, flowExpired, flowFinished } from './hosted-flow.ts'
import { checkPassword } from './password-check.ts'
import { signUpView } from './sign-up.view.ts'

const PATH = '/sign-up'

type Shown = Pick<Parameters<typeof signUpView>[0], 'firstName' | 'lastName' | 'email' | 'error' | 'fieldErrors'>

function show(flow: AuthorizationRequestRow, shown: Shown) {
  const fixed = {
    requestId: flow.id,
    signInHref: `/sign-in?request=${flow.id}`,
    minimumPasswordLength: SHORTEST_PASSWORD,
  }
  return page(signUpView({ ...fixed, ...shown }))
}

export const signUpPage = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'Sign up',
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

const field = z.string().max(4096).default('')

export const signUpForm = defineRoute({
  method: 'post',
  path: PATH,
  summary: 'Sign up',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  body: z.object({
    request: z.string().optional(),
    first_name: field,
    last_name: field,
    email: field,
    password: field,
  }),
  responses: { 200: 'html', 400: 'html' },

  async handle(app, { body, request }) {
    refuseForeignForm(app, request)
    const flow = await findFlow(app, body.request, request)
    if (!flow) return flowExpired()
    const shown = {
      firstName: body.first_name,
      lastName: body.last_name,
      email: body.email.trim(),
    }
    const fieldErrors = checkFields({ ...shown, password: body.password })
    if (Object.keys(fieldErrors).length > 0) return show(flow, { ...shown, fieldErrors })
    const entered = { ...shown, password: body.password }
    const user = (await createUnlessTaken(app, entered)) ?? (await findOwnAccount(app, entered, request))
    if (!user)
      return show(flow, {
        ...shown,
        fieldErrors: { email: 'This email is not available.' },
      })
    const finished = await finishHostedSignIn(app, flow, user, request)
    return finished ? page(handOffView(finished.location), [finished.cookie]) : flowExpired()
  },
})

interface Entered {
  firstName: string
  lastName: string
  email: string
  password: string
}

function checkFields({ firstName, lastName, email, password }: Entered): NonNullable<Shown['fieldErrors']> {
  const passwordProblem = whyPasswordIsRefused(password)
  return {
    ...(userFields.first_name.safeParse(firstName).success ? {} : { firstName: 'This name is too long.' }),
    ...(userFields.last_name.safeParse(lastName).success ? {} : { lastName: 'This name is too long.' }),
    ...(userFields.email.safeParse(email).success ? {} : { email: 'Enter an email address, such as ada@example.com.' }),
    ...(passwordProblem ? { password: passwordProblem } : {}),
  }
}

/** The second half of a double click meets the account that the first half made; its password tells whose it is. */
async function findOwnAccount(
  app: AppContext,
  { email, password }: Entered,
  { ipAddress, userAgent }: RequestInfo,
): Promise<User | undefined> {
  const verdict = await checkPassword(app, { email, password, ipAddress, userAgent })
  return verdict.kind === 'match' ? verdict.user : undefined
}

async function createUnlessTaken(
  app: AppContext,
  { firstName, lastName, email, password }: Entered,
): Promise<User | undefined> {
  try {
    return await createUser(app, {
      email,
      password,
      first_name: firstName || null,
      last_name: lastName || null,
    })
  } catch (error) {
    if (error instanceof ApiError && error.code === 'user_creation_error') return undefined
    throw error
  }
}
