import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidOptionsError } from './check-options.ts'
import { readOptions, type SessionVerifierOptions } from './verifier-options.ts'

const GOOD: SessionVerifierOptions = { baseUrl: 'https://auth.example.com/', clientId: 'client_a', apiKey: 'sk_a' }

test('what is left out has a default, and the issuer is what the server writes', () => {
  const { onEvent: _, name, ...settings } = readOptions(GOOD)

  assert.deepEqual(settings, {
    baseUrl: 'https://auth.example.com',
    clientId: 'client_a',
    apiKey: 'sk_a',
    issuer: 'https://auth.example.com/user_management/client_a',
    whenStale: 'deny',
    maxStalenessMs: 5_000,
    transport: 'auto',
  })
  assert.ok(name.length > 0)
})

test('a wrong option is named, with what it should be', () => {
  const wrong: [object, RegExp][] = [
    [{ baseUrl: 'auth.example.com' }, /baseUrl must be the URL/],
    [{ baseUrl: 'ftp://auth.example.com' }, /baseUrl/],
    [{ baseUrl: 'https://user:secret@auth.example.com' }, /baseUrl must not hold/],
    [{ baseUrl: undefined }, /baseUrl/],
    [{ clientId: '' }, /clientId/],
    [{ apiKey: '' }, /leave the option out/],
    [{ whenStale: 'maybe' }, /'deny' or 'allow'/],
    [{ maxStalenessMs: 500 }, /2000 at least/],
    [{ maxStalenessMs: Number.NaN }, /maxStalenessMs/],
    [{ maxStalenessMs: '5000' }, /maxStalenessMs/],
    [{ transport: 'websocket' }, /transport/],
    [{ name: 'x'.repeat(101) }, /name/],
  ]

  for (const [options, message] of wrong) {
    assert.throws(
      () => readOptions({ ...GOOD, ...options } as SessionVerifierOptions),
      (error) => error instanceof InvalidOptionsError && message.test(error.message),
      JSON.stringify(options),
    )
  }
})
