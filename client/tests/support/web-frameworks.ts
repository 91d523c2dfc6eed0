import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { Hono } from 'hono'
import * as onExpress from '../../src/express.ts'
import * as onHono from '../../src/hono.ts'
import type { CookieSessions } from '../../src/index.ts'
import * as onNext from '../../src/next.ts'

export type Ask = (path: string, init?: RequestInit) => Promise<Response>

/**
 * The same application on each: `/sign-in?from=…`, `/callback` and `/sign-out`; `/page` for who is signed in and `/open` for
 * everybody, both of which answer with the email address.
 */
export interface WebFramework {
  name: string
  start(sessions: CookieSessions): Promise<{ ask: Ask } & AsyncDisposable>
}

export const APP = 'http://localhost:3000'
export const SIGNED_OUT = 'http://localhost:3000/signed-out'

const routesOf = (sessions: CookieSessions): Record<string, (request: Request) => Promise<Response>> => ({
  '/sign-in': (request) => sessions.signIn(request, { returnTo: new URL(request.url).searchParams.get('from') }),
  '/callback': (request) => sessions.callback(request),
  '/sign-out': (request) => sessions.signOut(request, { returnTo: SIGNED_OUT }),
})

const hono: WebFramework = {
  name: 'Hono',
  async start(sessions) {
    const app = new Hono()
    for (const [path, answer] of Object.entries(routesOf(sessions))) app.all(path, (c) => answer(c.req.raw))
    app.all('/page', onHono.requireSignIn(sessions), (c) => c.json({ email: c.get('session').user.email }))
    app.all('/open', onHono.withSession(sessions), (c) => c.json({ email: c.get('session')?.user.email ?? null }))
    return { ask: async (path, init) => await app.request(APP + path, init), [Symbol.asyncDispose]: async () => {} }
  },
}

const overExpress: WebFramework = {
  name: 'Express',
  async start(sessions) {
    const app = express()
    for (const [path, answer] of Object.entries(routesOf(sessions))) app.all(path, onExpress.respond(answer))
    app.all('/page', onExpress.requireSignIn(sessions), (request, response) => {
      response.json({ email: request.signedIn?.user.email })
    })
    app.all('/open', onExpress.withSession(sessions), (request, response) => {
      response.json({ email: request.signedIn?.user.email ?? null })
    })
    const server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo // It listens on TCP, never on a pipe.
    return {
      ask: askPort(port),
      async [Symbol.asyncDispose]() {
        server.close()
        server.closeAllConnections()
        await once(server, 'close')
      },
    }
  },
}

/** As a browser would: `fetch` says of every request that a script made it. */
function askPort(port: number): Ask {
  return async (path, init = {}) => {
    const headers = Object.fromEntries(new Headers(init.headers))
    const sent = request({ port, path, method: init.method ?? 'GET', headers, agent: false }).end()
    const [incoming] = (await once(sent, 'response')) as [IncomingMessage]
    const answer = new Headers()
    for (const [name, values] of Object.entries(incoming.headersDistinct))
      for (const value of values ?? []) answer.append(name, value)
    const body = Buffer.concat(await incoming.toArray())
    return new Response(body.length > 0 ? body : null, { status: incoming.statusCode ?? 0, headers: answer })
  }
}

/** The shapes of Next.js: a proxy in front that hands headers on, and pages that read cookies and cannot set any. */
const nextLike: WebFramework = {
  name: 'the shapes of Next.js',
  async start(sessions) {
    const handedOn = new WeakMap<Response, Headers>()
    const NextResponse = {
      next({ request }: { request: { headers: Headers } }): Response {
        const response = new Response(null)
        handedOn.set(response, request.headers)
        return response
      },
    }
    const routes = routesOf(sessions)
    const proxies: Record<string, (request: Request) => Promise<Response>> = {
      '/page': onNext.requireSignIn(sessions, NextResponse),
      '/open': onNext.withSession(sessions, NextResponse),
    }
    const ask: Ask = async (path, init) => {
      const asked = new Request(APP + path, init)
      const { pathname } = new URL(asked.url)
      const proxied = await (proxies[pathname] ?? routes[pathname])?.(asked)
      const headers = proxied && handedOn.get(proxied)
      if (!proxied || !headers) return proxied ?? new Response(null, { status: 404 })
      const cookies = [...(headers.get('cookie') ?? '').matchAll(/([^=; ]+)=([^;]*)/g)]
      const store = { getAll: () => cookies.map(([, name = '', value = '']) => ({ name, value })) }
      const authentication = await onNext.readSession(sessions, store)
      const email = authentication.isSignedIn ? authentication.session.user.email : null
      return Response.json({ email }, { headers: proxied.headers })
    }
    return { ask, [Symbol.asyncDispose]: async () => {} }
  },
}

export const WEB_FRAMEWORKS = [hono, overExpress, nextLike]
