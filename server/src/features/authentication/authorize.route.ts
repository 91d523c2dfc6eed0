import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { findInvitationByToken } from '../invitations/accept-invitation.ts'
import { stateOf } from '../invitations/invitation.wire.ts'
import { findUserByEmail } from '../users/user.queries.ts'
import {
  type AuthorizeReply,
  answerAuthorizationRequest,
  authorizationParameters,
  type Refusal,
  text,
  textOrNothing,
} from './answer-authorization-request.ts'

/** Parameters that only other providers know are accepted and not used: the SDKs write them in four different ways. */
const query = z.object({
  ...authorizationParameters,
  provider: text.meta({ description: 'Required: `authkit`.' }),
  connection_id: text.meta({ description: 'Not supported yet.' }),
  invitation_token: textOrNothing.meta({ description: 'Of an invitation, which the sign-in then accepts.' }),
})

type Query = z.output<typeof query>

export const authorize = defineRoute({
  method: 'get',
  path: '/user_management/authorize',
  summary: 'Get an authorization URL',
  description:
    'Where an application sends the browser to sign in. Answers with a hosted page or, when somebody is signed in ' +
    'there, with the way back. Without a known application and redirect URI it never redirects.',
  tag: 'Authentication',
  caller: 'anyone',
  // A repeated parameter leaves nothing to trust, so it is told to the developer rather than redirected.
  query: z.union([query, z.unknown().transform(() => undefined)]),
  responses: { 302: 'empty', 400: 'html' },

  async handle(app, { query, request }): Promise<AuthorizeReply> {
    const token = query?.invitation_token
    const invitation = token === undefined ? undefined : await findInvitationByToken(app, token)
    const state = invitation && stateOf(invitation, app.clock.now())
    // One that was accepted needs no more than a sign-in: the link is often followed twice.
    const open = state === 'pending' ? invitation : undefined
    const beside = {
      openid: undefined,
      expectedUserId: open && ((await findUserByEmail(app.db, open.email))?.id ?? ''),
      invitation: open,
    }
    const isInvited = token === undefined || state === 'pending' || state === 'accepted'
    const refusal = query && (refuseSelector(query) ?? (isInvited ? undefined : INVITATION_INVALID))
    return await answerAuthorizationRequest(app, request, query && { ...query, ...beside, refusal })
  },
})

const INVITATION_INVALID: Refusal = {
  error: 'invitation_invalid',
  error_description: 'The invitation does not exist, has expired or was revoked.',
}

function refuseSelector(query: Query): Refusal | undefined {
  const refuse = (error_description: string) => ({ error: 'invalid_connection_selector', error_description })
  const selector = query.provider ?? query.connection_id ?? query.organization_id
  if (selector === undefined) return refuse('Send provider=authkit.')
  if (query.provider !== 'authkit') {
    return refuse('Gatehouse offers provider=authkit; other providers and connections are not supported yet.')
  }
  return undefined
}
