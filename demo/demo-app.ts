import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { WorkOS } from '@workos-inc/node'
import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { accountView } from './account.view.ts'
import { explainError } from './explain-error.ts'
import { openSession, refreshSession } from './open-session.ts'
import { problemView } from './problem.view.ts'
import { signedOutView } from './signed-out.view.ts'
import { toStep } from './steps.ts'
import { welcomeView } from './welcome.view.ts'

const SESSION_COOKIE = 'wos-session'
const STATE_LIFETIME_SECONDS = 10 * 60
const LISTED_SESSIONS = 10

export type DemoSettings = {
  /** Where browsers reach the demo, without a slash at the end. */
  url: string
  gatehouseUrl: string
  clientId: string
  apiKey: string
  /** Seals the session cookie: 32 characters or more. */
  cookiePassword: string
  /** Shown on the first page, for whoever has just started it and has no account yet. */
  person?: { email: string; password: string } | undefined
}

/** The guide for an app with WorkOS AuthKit, followed to the letter; only the host name of the SDK is another. */
export function createDemoApp(demo: DemoSettings): Hono {
  const gatehouse = new URL(demo.gatehouseUrl)
  const isHttps = gatehouse.protocol === 'https:'
  const workos = new WorkOS(demo.apiKey, {
    clientId: demo.clientId,
    apiHostname: gatehouse.hostname,
    port: Number(gatehouse.port || (isHttps ? 443 : 80)),
    https: isHttps,
  })

  const app = new Hono()
  app.use(pageHeaders(gatehouse.origin))
  app.use(csrf({ origin: demo.url }))
  app.get('/demo.css', (c) => c.body(stylesheet, 200, { 'Content-Type': 'text/css; charset=utf-8' }))

  addHome(app, workos, demo)
  addSignIn(app, workos, demo)
  addRefresh(app, workos, demo)
  addSignOut(app, workos, demo)

  app.notFound((c) => c.redirect('/'))
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse()
    return c.html(problemView(explainError(error, demo)), 502)
  })
  return app
}

function addHome(app: Hono, workos: WorkOS, demo: DemoSettings): void {
  app.get('/', async (c) => {
    const step = toStep(c.req.query('step'))
    const opened = await openSession(sealedSessionOf(c, workos, demo))
    if (opened.kind === 'none') return c.html(welcomeView({ demo, step }))
    if (opened.kind === 'ended') {
      forgetSession(c, demo)
      return c.html(welcomeView({ demo, step: 'ended' }))
    }
    if (opened.kind === 'refreshed') keepSession(c, demo, opened.sealedSession)

    const sessions = await workos.userManagement.listSessions(opened.user.id, { limit: LISTED_SESSIONS })
    const shownStep = opened.kind === 'refreshed' ? 'refreshed-by-itself' : step
    const sessionsUrl = `${demo.gatehouseUrl}/sessions`
    return c.html(accountView({ ...opened, sessions: sessions.data, sessionsUrl, step: shownStep }))
  })
}

function addSignIn(app: Hono, workos: WorkOS, demo: DemoSettings): void {
  app.get('/login', (c) => {
    const state = randomBytes(32).toString('base64url')
    setCookie(c, stateCookie(state), 'open', { ...cookieOptions(demo), maxAge: STATE_LIFETIME_SECONDS })

    return c.redirect(
      workos.userManagement.getAuthorizationUrl({
        provider: 'authkit',
        clientId: demo.clientId,
        redirectUri: `${demo.url}/callback`,
        state,
        screenHint: c.req.query('screen_hint') === 'sign-up' ? 'sign-up' : 'sign-in',
      }),
    )
  })

  app.get('/callback', async (c) => {
    const { code, state, error, error_description: description } = c.req.query()
    // Without this check, anybody could sign this browser in to an account of theirs by sending it a link.
    if (!state || !hasStarted(c, state)) return c.html(problemView({ kind: 'unknown-sign-in', demo }), 400)
    deleteCookie(c, stateCookie(state))
    if (!code) {
      return c.html(
        problemView({ kind: 'sign-in-refused', answer: `${error ?? 'no code'}: ${description ?? ''}` }),
        400,
      )
    }

    const { sealedSession } = await workos.userManagement.authenticateWithCode({
      clientId: demo.clientId,
      code,
      session: { sealSession: true, cookiePassword: demo.cookiePassword },
    })
    if (!sealedSession) throw new Error('authenticateWithCode was asked for a sealed session and gave none.')
    keepSession(c, demo, sealedSession)
    return c.redirect('/?step=signed-in')
  })
}

/** One for each sign-in, so that two tabs can both finish theirs. */
function stateCookie(state: string): string {
  return `demo-sign-in-${state}`
}

function hasStarted(c: Context, state: string): boolean {
  return /^[\w-]{43}$/.test(state) && getCookie(c, stateCookie(state)) !== undefined
}

function addRefresh(app: Hono, workos: WorkOS, demo: DemoSettings): void {
  app.post('/refresh', async (c) => {
    const refreshed = await refreshSession(sealedSessionOf(c, workos, demo))
    if (refreshed.kind === 'ended') {
      forgetSession(c, demo)
      return c.redirect('/?step=ended', 303)
    }
    keepSession(c, demo, refreshed.sealedSession)
    return c.redirect('/?step=refreshed', 303)
  })
}

function addSignOut(app: Hono, workos: WorkOS, demo: DemoSettings): void {
  app.post('/logout', async (c) => {
    const session = sealedSessionOf(c, workos, demo)
    // Opening refreshes a session whose access token has expired: getLogoutUrl refuses to work with an expired one.
    const opened = await openSession(session)
    const isAlive = opened.kind === 'verified' || opened.kind === 'refreshed'
    const next = isAlive ? await session.getLogoutUrl({ returnTo: `${demo.url}/signed-out` }) : '/signed-out'

    forgetSession(c, demo)
    return c.redirect(next, 303)
  })

  app.get('/signed-out', (c) => (getCookie(c, SESSION_COOKIE) ? c.redirect('/') : c.html(signedOutView())))
}

function sealedSessionOf(c: Context, workos: WorkOS, demo: DemoSettings) {
  return workos.userManagement.loadSealedSession({
    sessionData: getCookie(c, SESSION_COOKIE) ?? '',
    cookiePassword: demo.cookiePassword,
  })
}

function keepSession(c: Context, demo: DemoSettings, sealedSession: string): void {
  setCookie(c, SESSION_COOKIE, sealedSession, cookieOptions(demo))
}

/**
 * Emptied, not deleted: when somebody goes back, Chromium shows the frozen signed-in page again, even a `no-store` one,
 * unless an HttpOnly cookie has changed, and a deletion does not count as a change.
 */
function forgetSession(c: Context, demo: DemoSettings): void {
  setCookie(c, SESSION_COOKIE, '', cookieOptions(demo))
}

function cookieOptions(demo: DemoSettings) {
  return { path: '/', httpOnly: true, sameSite: 'Lax', secure: demo.url.startsWith('https:') } as const
}

/** The log-out form is answered with a redirect to Gatehouse, and browsers hold redirects of a form to form-action too. */
function pageHeaders(gatehouseOrigin: string) {
  const contentSecurityPolicy =
    "default-src 'none'; style-src 'self'; img-src 'self' data:; " +
    `form-action 'self' ${gatehouseOrigin}; frame-ancestors 'none'; base-uri 'none'`

  return async (c: Context, next: () => Promise<void>) => {
    await next()
    c.header('Content-Security-Policy', contentSecurityPolicy)
    c.header('X-Content-Type-Options', 'nosniff')
    // Not no-referrer: with that, browsers send `Origin: null` with our own forms, and csrf() asks for the origin.
    c.header('Referrer-Policy', 'same-origin')
    c.header('Cache-Control', 'no-store')
  }
}

const stylesheet = readFileSync(new URL('./demo.css', import.meta.url), 'utf8')
