import assert from 'node:assert/strict'
import { signInOnPage } from '../../server/tests/compat/hosted-page.ts'
import type { LiveServer } from '../../server/tests/compat/live-server.ts'
import { CLIENT_ID, type SignedIn } from '../../server/tests/harness.ts'

const ADA = {
  email: 'ada@example.com',
  password: 'analytical engine',
  first_name: 'Ada',
  last_name: 'Lovelace',
  external_id: 'crm-1815',
  email_verified: true,
}
const CALLBACK = 'http://localhost:3000/callback'

/** What a sample can ask for, made when it is first asked for. */
export interface Preparations {
  /** The addresses that every sample may lead to. */
  applicationSettings(): Promise<void>
  ada(): Promise<Thing & { email: string; external_id: string }>
  suspendedUser(): Promise<Thing>
  /** Ada's. */
  session(): Promise<SignedIn>
  endedSession(): Promise<SignedIn>
  /** As the callback gets it. */
  code(): Promise<string>
  revocation(): Promise<Thing>
  organization(): Promise<Thing & { external_id: string; domains: { domain: string }[] }>
  domain(): Promise<Thing>
  passwordReset(): Promise<Thing & { password_reset_token: string }>
  /** The id of a new entry in one of the lists of addresses. */
  setting(list: AddressList, entry: object): Promise<string>
}

type AddressList = 'redirect_uris' | 'sign_out_uris' | 'cors_origins' | 'backchannel_logout_uris'

interface Thing {
  id: string
}

export function openPreparations(server: LiveServer): Preparations {
  const ada = once(async () => (await server.createUser(ADA)) as Thing & typeof ADA)
  const session = once(async () => server.signIn((await ada()).email, ADA.password))
  const organization = once(() =>
    create('/organizations', {
      name: 'Engines',
      external_id: 'crm-1822',
      domain_data: [{ domain: 'engines.example', state: 'verified' }],
    }),
  )
  return {
    async applicationSettings() {
      await create('/user_management/redirect_uris', { uri: CALLBACK })
      await create('/user_management/sign_out_uris', { uri: 'https://app.example.com/signed-out' })
      await create('/user_management/cors_origins', { origin: 'https://admin.example.com' })
    },
    ada,
    session,
    organization,
    suspendedUser: once(async () => {
      const user = await server.createUser({ ...ADA, email: 'charles@example.com', external_id: 'crm-1791' })
      await create(`/user_management/users/${user.id}/suspend`, { reason: 'Lost laptop' })
      return user
    }),
    endedSession: once(async () => {
      const ended = await session()
      await server.logOut(ended.sessionId)
      return ended
    }),
    code: once(async () => {
      const query = new URLSearchParams({ client_id: CLIENT_ID, redirect_uri: CALLBACK, response_type: 'code' })
      const url = `${server.url}/user_management/authorize?${query}&provider=authkit`
      const { code } = await signInOnPage(server.browser(), url, (await ada()).email, ADA.password)
      assert.ok(code, 'the page leads to the callback with a code')
      return code
    }),
    revocation: once(async () => {
      const { user } = await session()
      return await create('/user_management/sessions/revocations', { user_id: user.id })
    }),
    domain: once(async () =>
      create('/organization_domains', { organization_id: (await organization()).id, domain: 'looms.example' }),
    ),
    passwordReset: once(async () => create('/user_management/password_reset', { email: (await ada()).email })),
    setting: async (list, entry) => (await create(`/user_management/${list}`, entry)).id,
  }

  async function create(path: string, body: object) {
    const answer = await server.api('POST', path, body)
    assert.ok([200, 201].includes(answer.status), JSON.stringify(answer.body))
    return answer.body
  }
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => {
    made ??= make()
    return made
  }
}
