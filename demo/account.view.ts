import type { Session, User } from '@workos-inc/node'
import { html } from 'hono/html'
import { callLine, demoLayout, type Html, whatJustHappened } from './demo-layout.ts'
import type { Step } from './steps.ts'

const strings = {
  title: 'You are signed in',
  refresh: 'Refresh',
  signOut: 'Sign out',
  session: 'This session',
  sessionId: 'Session ID',
  method: 'Signed in with',
  expires: 'Access token expires',
  claims: 'Claims of the access token',
  sessions: 'Your sessions, live from the server',
  thisBrowser: 'this browser',
  started: 'Started',
  ended: 'Ended',
  address: 'from',
  sessionCall: 'userManagement.loadSealedSession({ sessionData, cookiePassword })',
  listCall: (userId: string) => `userManagement.listSessions('${userId}')`,
  ownPageText: 'A person ends any of them on the server’s own page:',
  ownPage: 'Your sessions',
  tryNext: 'Try this',
  tryNextText:
    'Sign in from a private window too: a second session appears in the list. Sign out there, reload here, and it is gone.',
}

type Account = {
  user: User
  sessionId: string
  accessToken: string
  authenticationMethod: string
  sessions: Session[]
  /** Where the server shows people their sessions. */
  sessionsUrl: string
  step: Step | undefined
}

export function accountView(account: Account): Html {
  return demoLayout({
    title: strings.title,
    content: html`${whatJustHappened(account.step ?? 'verified')}
<section class="card">
${person(account.user)}
<div class="actions">
<form method="post" action="/refresh"><button class="button button-quiet" type="submit">${strings.refresh}</button></form>
<form method="post" action="/logout"><button class="button" type="submit">${strings.signOut}</button></form>
</div>
</section>
<section class="card">
<h2 class="card-title">${strings.session}</h2>
${callLine(strings.sessionCall)}
${currentSession(account)}
</section>
<section class="card">
<h2 class="card-title">${strings.sessions}</h2>
${callLine(strings.listCall(account.user.id))}
<ul class="sessions">
${account.sessions.map((session) => listedSession(session, account.sessionId))}
</ul>
<p class="hint">${strings.ownPageText} <a href="${account.sessionsUrl}">${strings.ownPage}</a>.</p>
</section>
<p class="hint"><strong>${strings.tryNext}.</strong> ${strings.tryNextText}</p>`,
  })
}

function person(user: User): Html {
  const name = [user.firstName, user.lastName].filter(Boolean).join(' ') || user.email
  return html`<div class="person">
<span class="person-initial" aria-hidden="true">${[...name][0]?.toUpperCase() ?? ''}</span>
<div>
<h1 class="person-name">${name}</h1>
<p class="person-email">${user.email}</p>
</div>
</div>`
}

function currentSession(account: Account): Html {
  const claims = decodeClaims(account.accessToken)
  return html`<dl class="facts">
<div><dt>${strings.sessionId}</dt><dd><code>${account.sessionId}</code></dd></div>
<div><dt>${strings.method}</dt><dd>${account.authenticationMethod}</dd></div>
<div><dt>${strings.expires}</dt><dd>${typeof claims.exp === 'number' ? expiry(claims.exp) : ''}</dd></div>
</dl>
<details class="claims">
<summary>${strings.claims}</summary>
<pre class="code"><code>${JSON.stringify(claims, null, 2)}</code></pre>
</details>`
}

/** The SDK has checked the signature already; here the payload is only shown. */
function decodeClaims(accessToken: string): Record<string, unknown> {
  const payload = accessToken.split('.')[1] ?? ''
  return JSON.parse(Buffer.from(payload, 'base64url').toString())
}

function expiry(expiresAtSeconds: number): string {
  const secondsLeft = Math.max(0, Math.round(expiresAtSeconds - Date.now() / 1000))
  const time = new Date(expiresAtSeconds * 1000).toISOString().slice(11, 19)
  return `in ${Math.floor(secondsLeft / 60)} min ${secondsLeft % 60} s, at ${time} UTC`
}

function listedSession(session: Session, currentSessionId: string): Html {
  return html`<li class="session">
<p class="session-line"><code>${session.id}</code><span class="badge badge-${session.status}">${session.status}</span>${
    session.id === currentSessionId ? html`<span class="badge">${strings.thisBrowser}</span>` : ''
  }</p>
<p class="session-facts">${strings.started} ${toMinutes(session.createdAt)}${
    session.endedAt ? `, ${strings.ended.toLowerCase()} ${toMinutes(session.endedAt)}` : ''
  }${session.ipAddress ? `, ${strings.address} ${session.ipAddress}` : ''}</p>
${session.userAgent ? html`<p class="session-agent">${session.userAgent}</p>` : ''}
</li>`
}

function toMinutes(timestamp: string): string {
  return `${timestamp.slice(0, 10)} ${timestamp.slice(11, 16)} UTC`
}
