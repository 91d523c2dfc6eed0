import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, test } from 'node:test'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { requireSession as expressSession } from '../src/express.ts'
import { requireSession as fastifySession } from '../src/fastify.ts'
import { requireSession as honoSession } from '../src/hono.ts'
import type { SessionVerifier } from '../src/session-verifier.ts'
import { until, useVerifiers } from './support/verifier-suite.ts'

type Ask = (path: string, headers?: Record<string, string>) => Promise<Response>

interface Framework {
  name: string
  /** `/` behind the header, `/cookie` behind a cookie; each answers with the user of the token. */
  start(verifier: SessionVerifier, seen: string[]): Promise<{ ask: Ask; stop(): Promise<void> }>
}

const cookieToken = (header: string | undefined) => /\btoken=([^;]+)/.exec(header ?? '')?.[1]

const hono: Framework = {
  name: 'Hono',
  async start(verifier, seen) {
    const app = new Hono()
    app.get('/', honoSession(verifier), (c) => {
      seen.push(c.get('claims').sid)
      return c.json({ user: c.get('claims').sub })
    })
    app.get('/cookie', honoSession(verifier, { readToken: (c) => cookieToken(c.req.header('cookie')) }), (c) =>
      c.json({ user: c.get('claims').sub }),
    )
    return { ask: async (path, headers = {}) => await app.request(path, { headers }), stop: async () => {} }
  },
}

const onExpress: Framework = {
  name: 'Express',
  async start(verifier, seen) {
    const app = express()
    app.get('/', expressSession(verifier), (request, response) => {
      seen.push(request.claims?.sid ?? '')
      response.json({ user: request.claims?.sub })
    })
    app.get(
      '/cookie',
      expressSession(verifier, { readToken: (request) => cookieToken(request.headers.cookie) }),
      (request, response) => void response.json({ user: request.claims?.sub }),
    )
    const server: Server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return { ask: askPort((server.address() as AddressInfo).port), stop: () => stop(server) }
  },
}

const onFastify: Framework = {
  name: 'Fastify',
  async start(verifier, seen) {
    const app = fastify()
    app.get('/', { onRequest: fastifySession(verifier) }, async (request) => {
      seen.push(request.claims?.sid ?? '')
      return { user: request.claims?.sub }
    })
    const readToken = (request: { headers: { cookie?: string | undefined } }) => cookieToken(request.headers.cookie)
    app.get('/cookie', { onRequest: fastifySession(verifier, { readToken }) }, async (request) => ({
      user: request.claims?.sub,
    }))
    await app.listen({ port: 0, host: '127.0.0.1' })
    return { ask: askPort((app.server.address() as AddressInfo).port), stop: () => app.close() }
  },
}

function askPort(port: number): Ask {
  return async (path, headers = {}) =>
    await fetch(`http://127.0.0.1:${port}${path}`, { headers: { ...headers, connection: 'close' } })
}

async function stop(server: Server): Promise<void> {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}

for (const framework of [hono, onExpress, onFastify]) {
  describe(`behind ${framework.name}`, () => {
    const suite = useVerifiers()
    const start = async (verifier: SessionVerifier) => {
      const seen: string[] = []
      const { ask, stop } = await framework.start(verifier, seen)
      return { ask, seen, [Symbol.asyncDispose]: stop }
    }
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

    test('a living session gets through with its claims, and gets 401 once it is signed out', async () => {
      const { server } = suite
      const verifier = await suite.readyVerifier()
      await using app = await start(verifier)
      const token = await server.mint.issue({ sid: 'session_web', sub: 'user_web' })
      const before = await app.ask('/', bearer(token))
      const byCookie = await app.ask('/cookie', { cookie: `a=b; token=${token}` })

      server.endSession('session_web')
      await until(async () => (await verifier.look(token)) === 'signed_out')
      const after = await app.ask('/', bearer(token))

      assert.deepEqual([before.status, await before.json()], [200, { user: 'user_web' }])
      assert.deepEqual([byCookie.status, await byCookie.json()], [200, { user: 'user_web' }])
      assert.equal(after.status, 401)
      assert.equal(
        after.headers.get('www-authenticate'),
        'Bearer error="invalid_token", error_description="The session has ended"',
      )
      assert.deepEqual(await after.json(), { error: 'invalid_token', error_description: 'The session has ended' })
      assert.deepEqual(app.seen, ['session_web'])
    })

    test('without a token it asks for one, and tells no reason', async () => {
      await using app = await start(await suite.readyVerifier())

      for (const headers of [{}, { authorization: 'Basic dXNlcg==' }, { authorization: 'Bearer' }]) {
        const answer = await app.ask('/', headers as Record<string, string>)
        assert.equal(answer.status, 401)
        assert.equal(answer.headers.get('www-authenticate'), 'Bearer')
      }
      assert.deepEqual(app.seen, [])
    })

    test('a forged or expired token is refused, and the route is not reached', async () => {
      const { mint } = suite.server
      await using app = await start(await suite.readyVerifier())

      const forged = await app.ask('/', bearer(await mint.forge()))
      const expired = await app.ask('/', { authorization: `bearer  ${await mint.issue({ exp: 1 })}` })
      const strange = await app.ask('/', bearer('"quoted\\'))

      for (const answer of [forged, expired, strange]) assert.equal(answer.status, 401)
      assert.match(expired.headers.get('www-authenticate') ?? '', /has expired/)
      assert.match(strange.headers.get('www-authenticate') ?? '', /is not valid"$/)
      assert.deepEqual(app.seen, [])
    })

    test('when nobody can tell, it is 503: a 401 would bring every client back at once with a new token', async () => {
      const { server } = suite
      server.behaviour.status = 503
      await using app = await start(suite.verifier())

      const answer = await app.ask('/', bearer(await server.mint.issue()))

      assert.equal(answer.status, 503)
      assert.equal(answer.headers.get('retry-after'), '1')
      assert.equal(answer.headers.get('www-authenticate'), null)
      assert.deepEqual(app.seen, [])
    })
  })
}
