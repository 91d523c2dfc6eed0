// What a TypeScript application writes; only its types are checked.
import {
  type CookieSessions,
  createSessionVerifier,
  type Gatehouse,
  type Schemas,
  type Verification,
} from '@gatehouse/client'
import * as onExpress from '@gatehouse/client/express'
import { requireSession as fastify } from '@gatehouse/client/fastify'
import * as onHono from '@gatehouse/client/hono'
import * as onNext from '@gatehouse/client/next'

const verifier = createSessionVerifier({ baseUrl: 'https://auth.example.com', clientId: 'client_a' })

export const adapters = [onExpress.requireSession(verifier), fastify(verifier), onHono.requireSession(verifier)]

export function userOf(verification: Verification): string {
  // @ts-expect-error: without a look at `active`. If the types were lost, this would be no error, and that is one.
  verification.claims.sub
  return verification.active ? verification.claims.sub : verification.reason
}

/** Spelled out, so that types which decay to `any` or to nothing are noticed. */
export async function useEveryShape(gatehouse: Gatehouse): Promise<string[]> {
  const { userManagement, organizations } = gatehouse
  const user: Schemas['User'] = await userManagement.updateUser('user_1', { firstName: 'Ada' })
  const first: string | null = user.firstName
  const page = await userManagement.listUsers({ limit: 5 })
  const after: string | null = page.listMetadata.after
  const names: string[] = []
  for await (const { name } of organizations.listOrganizations()) names.push(name)
  const gone: undefined = await userManagement.deleteRedirectUri('redirect_uri_1')
  // @ts-expect-error: the ID is missing.
  await userManagement.getUser()
  // @ts-expect-error: this is what it is called on the wire.
  user.first_name
  // @ts-expect-error: an email is required.
  await userManagement.createUser({ firstName: 'Ada' })
  // @ts-expect-error: one user is no list.
  for await (const _ of userManagement.getUser('user_1')) names.push('')
  return [...names, String(first), String(after), String(gone)]
}

export async function useEvents({ events, webhooks }: Gatehouse, request: Request): Promise<(string | null)[]> {
  const sigHeader = request.headers.get('WorkOS-Signature')
  const event = await webhooks.constructEvent({ payload: await request.text(), sigHeader, secret: 'whsec_a' })
  // @ts-expect-error: not every event is about a user.
  event.data.firstName
  const found = (await events.listEvents({ limit: 1 })).data
  return [event, ...found].map(({ event, data }) => (event === 'user.created' ? data.firstName : null))
}

export function useCookieSessions(sessions: CookieSessions): unknown[] {
  // @ts-expect-error: nobody may be signed in.
  const forgetful = async () => (await sessions.read(null)).session
  const NextResponse = { next: () => new Response() }
  return [
    forgetful,
    onExpress.requireSignIn(sessions),
    onHono.requireSignIn(sessions),
    onNext.requireSignIn(sessions, NextResponse),
  ]
}
