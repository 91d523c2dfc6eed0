import type { LiveServer } from '../../server/tests/compat/live-server.ts'
import type { SignedIn } from '../../server/tests/harness.ts'

const ADA = { email: 'ada@example.com', password: 'analytical engine', first_name: 'Ada', last_name: 'Lovelace' }

/** What a sample can ask for, made when it is first asked for. */
export interface Preparations {
  /** The addresses that every sample may lead to. */
  applicationSettings(): Promise<void>
  ada(): Promise<{ id: string; email: string }>
  session(): Promise<SignedIn>
}

export function openPreparations(server: LiveServer): Preparations {
  const ada = once(() => server.createUser({ ...ADA, email_verified: true }))
  const session = once(async () => server.signIn((await ada()).email, ADA.password))
  return {
    async applicationSettings() {
      await server.api('POST', '/user_management/sign_out_uris', { uri: 'https://app.example.com/signed-out' })
    },
    ada,
    session,
  }
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => {
    made ??= make()
    return made
  }
}
