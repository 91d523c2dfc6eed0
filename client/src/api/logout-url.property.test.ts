import assert from 'node:assert/strict'
import { test } from 'node:test'
import { WorkOS } from '@workos-inc/node'
import fc from 'fast-check'
import { Gatehouse } from './gatehouse.ts'

const official = new WorkOS({
  apiKey: 'sk_a',
  clientId: 'client_a',
  apiHostname: 'auth.example.com',
  port: 8443,
}).userManagement
const ours = new Gatehouse({ baseUrl: 'https://auth.example.com:8443/', clientId: 'client_a' }).userManagement

/** Text as it comes, lone surrogates and controls included, and what URLs treat in a special way. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.constantFrom('', ' ', '+', '%', '%2B', "~!*'()", 'a&session_id=b', 'https://app.example.com/bye?a=1&b=x y#frag/é'),
)

type Ours = Parameters<typeof ours.getAuthorizationUrl>[0]
type Theirs = Parameters<typeof official.getAuthorizationUrl>[0]

/** What a call gives or throws, to be compared. */
function outcomeOf(call: () => unknown): unknown {
  try {
    return { gives: call() }
  } catch (error) {
    return { throws: (error as Error).constructor.name, message: (error as Error).message }
  }
}

test('the logout URL is that of the official SDK, to the byte, for whatever it is given', () => {
  // Also what is no text: JavaScript applications pass on whatever a token or a form held.
  const anything = fc.oneof(text, fc.constantFrom(undefined, null, 0, 7, false, true), fc.array(text, { maxLength: 2 }))
  const options = fc.oneof(
    fc.record({ sessionId: text, returnTo: text }, { requiredKeys: ['sessionId'] }),
    fc.record({ sessionId: anything, returnTo: anything }, { requiredKeys: [] }),
  )
  fc.assert(
    fc.property(options, (given) => {
      const options = given as { sessionId: string; returnTo?: string }
      assert.deepEqual(
        outcomeOf(() => ours.getLogoutUrl(options)),
        outcomeOf(() => official.getLogoutUrl(options)),
      )
    }),
    { numRuns: 1000 },
  )
})

test('without a session ID it throws a TypeError that says so', () => {
  for (const sessionId of [undefined, null, '']) {
    assert.throws(() => ours.getLogoutUrl({ sessionId: sessionId as string, returnTo: 'https://app.example.com' }), {
      name: 'TypeError',
      message: "Incomplete arguments. Need to specify 'sessionId'.",
    })
  }
})

test('the authorization URL is that of the official SDK, to the byte', () => {
  const given = fc.record(
    {
      redirectUri: text,
      state: text,
      loginHint: text,
      organizationId: text,
      prompt: text,
      screenHint: fc.constantFrom('sign-up', 'sign-in'),
      codeChallenge: text,
      clientId: fc.constantFrom(undefined, 'client_b'),
      codeChallengeMethod: fc.constant('S256'),
      maxAge: fc.nat(),
    },
    { requiredKeys: ['redirectUri'] },
  )
  fc.assert(
    fc.property(given, (given) => {
      const options = { provider: 'authkit', ...given } as unknown as Theirs & Ours
      assert.deepEqual(
        outcomeOf(() => ours.getAuthorizationUrl(options)),
        outcomeOf(() => official.getAuthorizationUrl(options)),
      )
    }),
  )
})
