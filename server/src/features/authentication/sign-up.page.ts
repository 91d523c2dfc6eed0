import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import type { AuthorizationRequestRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { defineRoute } from '../../http/define-route.ts'
import { ApiError } from '../../http/errors.ts'
import { page, type Reply, seeOther } from '../../http/reply.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { frameOf } from '../../pages/frame.ts'
import { paceSignUp } from '../rate-limits/pace-sign-up.ts'
import { createUser } from '../users/create-user.ts'
import type { User } from '../users/user.queries.ts'
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
import { signUpView } from './sign-up.view.ts'
import { describeMistakes, findMistakes, type Mistake, readMistakes } from './sign-up-mistakes.ts'

const PATH = '/sign-up'

/** Longer than any name or address that is accepted. */
const LONGEST_KEPT = 300

export const signUpPage = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'Sign up',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  query: z.object({
    request: z.string().optional().catch(undefined),
    error: z.string().max(500).default('').catch(''),
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
      signUpView(frame, {
        requestId: flow.id,
        signInHref: `/sign-in?request=${flow.id}`,
        firstName: flow.typed_first_name ?? undefined,
        lastName: flow.typed_last_name ?? undefined,
        email: flow.login_hint ?? undefined,
        isInvited: flow.invitation_id !== null,
        fieldErrors: describeMistakes(frame.text, readMistakes(query.error)),
      }),
    )
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
  responses: { 200: 'html', 303: 'empty', 400: 'html' },

  async handle(app, { body, request }) {
    refuseForeignForm(app, request)
    const flow = await findFlow(app, body.request, request)
    const frame = frameOf(app, request, flow?.language)
    if (!flow) return flowExpired(frame)
    if (await hasLostInvitation(app, flow)) return invitationGone(frame)
    const { first_name: firstName, last_name: lastName, password } = body
    const entered = { firstName, lastName, email: emailIn(flow, body.email), password }
    const mistakes = findMistakes(entered)
    if (mistakes.length > 0) return await askAgain(app, flow, { entered, mistakes })
    if (!(await paceSignUp(app, request.ipAddress)))
      return await askAgain(app, flow, { entered, mistakes: ['too-many'] })
    const user = (await createUnlessTaken(app, entered)) ?? (await findOwnAccount(app, entered, request))
    if (!user) return await askAgain(app, flow, { entered, mistakes: ['email-taken'] })
    const finished = await finishHostedSignIn(app, flow, user, request)
    return finished ? leaveFlow(frame, finished) : flowExpired(frame)
  },
})

interface Entered {
  firstName: string
  lastName: string
  email: string
  password: string
}

/** By a redirect, see the sign-in page. The password is typed again. */
async function askAgain(
  app: AppContext,
  flow: AuthorizationRequestRow,
  { entered, mistakes }: { entered: Entered; mistakes: Mistake[] },
): Promise<Reply<303, undefined>> {
  const typed = {
    login_hint: entered.email.slice(0, LONGEST_KEPT),
    typed_first_name: entered.firstName.slice(0, LONGEST_KEPT),
    typed_last_name: entered.lastName.slice(0, LONGEST_KEPT),
  }
  await inTransaction(app, (tx) => keepTypedOfAuthorizationRequest(tx.db, flow.id, typed))
  return seeOther(PATH, { request: flow.id, error: mistakes.join(' ') })
}

/** The second half of a double click meets the account that the first half made; its password tells whose it is. */
async function findOwnAccount(
  app: AppContext,
  { email, password }: Entered,
  { ipAddress, userAgent }: RequestInfo,
): Promise<User | undefined> {
  const attempt = { email, password, ipAddress, isSharedAddress: false, isByApi: false, userAgent }
  const verdict = await checkPassword(app, attempt)
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
