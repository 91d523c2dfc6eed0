import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { useServer } from '../../tests/harness.ts'
import { sqlite } from '../../tests/support/databases.ts'

describe('what is wrong with a request is said in a sentence about the field:', () => {
  const server = useServer(sqlite)

  const requests: [method: string, path: string, body: object | undefined, told: [code: string, sentence: string]][] = [
    ['GET', '/user_management/sessions/logout', undefined, ['required', 'session_id is required.']],
    ['GET', '/user_management/sessions/logout?session_id=', undefined, ['too_small', 'session_id must not be empty.']],
    [
      'GET',
      '/user_management/sessions/logout?session_id=a&session_id=b',
      undefined,
      ['invalid_type', 'session_id was sent more than once; send it once.'],
    ],
    [
      'GET',
      '/events?order=asc&order=desc',
      undefined,
      ['invalid_value', 'order was sent more than once; send it once.'],
    ],
    ['GET', '/events?order=up', undefined, ['invalid_value', 'order must be one of asc, desc, normal.']],
    ['GET', '/events?limit=0', undefined, ['too_small', 'limit must be at least 1.']],
    ['GET', '/events?limit=1000', undefined, ['too_big', 'limit must be at most 100.']],
    ['GET', '/events?limit=1.5', undefined, ['invalid_type', 'limit must be a whole number.']],
    ['GET', '/events?limit=ten', undefined, ['invalid_type', 'limit must be a number.']],
    [
      'GET',
      '/events?range_start=yesterday',
      undefined,
      ['invalid_format', 'range_start must be a time such as 2026-01-31T12:00:00Z.'],
    ],
    ['POST', '/user_management/users', {}, ['required', 'email is required.']],
    ['POST', '/user_management/users', { email: 'ada' }, ['invalid_format', 'email must be an e-mail address.']],
    ['POST', '/user_management/users', { email: null }, ['invalid_type', 'email must be a string, not null.']],
    ['POST', '/user_management/users', { email: ['a'] }, ['invalid_type', 'email must be a string, not a list.']],
    ['POST', '/user_management/users', { email: { a: 1 } }, ['invalid_type', 'email must be a string, not an object.']],
    ['POST', '/user_management/users', [], ['invalid_type', 'The request must be an object, not a list.']],
    [
      'POST',
      '/user_management/users',
      { email: 'a@example.com', metadata: { ['k'.repeat(41)]: 'v' } },
      ['invalid_key', `metadata.${'k'.repeat(41)} is not a possible key: it must have at most 40 characters.`],
    ],
    ['POST', '/organizations', { name: 'x'.repeat(256) }, ['too_big', 'name must have at most 255 characters.']],
    [
      'POST',
      '/organizations',
      { name: 'x', domain_data: [{ domain: 'example.com', state: 'known' }] },
      ['invalid_value', 'domain_data.0.state must be one of pending, verified.'],
    ],
    [
      'POST',
      '/authorization/roles',
      { slug: 'Ada', name: 'x' },
      ['invalid_format', 'slug must be lower-case letters, digits, hyphens and underscores.'],
    ],
  ]
  for (const [method, path, body, [code, sentence]] of requests) {
    test(`${method} ${path.slice(0, 60)}: ${sentence.slice(0, 60)}`, async () => {
      const answer = await server.api(method, path, body)

      assert.equal(answer.status, 422)
      assert.equal(answer.body.message, `Validation failed. ${sentence}`)
      assert.deepEqual(
        answer.body.errors.map((error: { code: string; message: string }) => [error.code, error.message]),
        [[code, sentence]],
      )
    })
  }

  test('an origin that cannot be registered is told with the one that can', async () => {
    const { body } = await server.api('POST', '/user_management/cors_origins', { origin: 'https://app.example.com/' })

    assert.match(
      body.message,
      /such as https:\/\/app\.example\.com\. For this one that is https:\/\/app\.example\.com$/,
    )
  })
})
