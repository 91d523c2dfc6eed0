import { html } from 'hono/html'
import type { DemoSettings } from './demo-app.ts'
import { callLine, demoLayout, type Html, whatJustHappened } from './demo-layout.ts'
import type { Step } from './steps.ts'

const strings = {
  title: 'Sign in with AuthKit, on your own server',
  lead: 'A small app that signs people in with the official WorkOS SDK. Nothing in it knows Gatehouse except the host name below.',
  signIn: 'Sign in',
  signUp: 'Create an account',
  person: (email: Html, password: Html) => html`Sign in as ${email} with the password ${password}, or as somebody new.`,
  setup: 'The whole difference',
  setupComment: '// these three lines',
  flow: 'What will happen',
  flowSteps: [
    {
      text: 'The demo sends your browser to the hosted sign-in page.',
      call: "userManagement.getAuthorizationUrl({ provider: 'authkit', redirectUri, state })",
    },
    {
      text: 'You sign in there, and come back with a one-time code that the demo trades for a session.',
      call: 'userManagement.authenticateWithCode({ clientId, code, session })',
    },
    {
      text: 'On every request the demo opens its cookie and checks the access token.',
      call: 'userManagement.loadSealedSession({ sessionData }).authenticate()',
    },
    {
      text: 'Signing out ends the session on the server, not only in the browser.',
      call: 'session.getLogoutUrl({ returnTo })',
    },
  ],
}

/** The first thing a stranger sees. */
export function welcomeView(page: { demo: DemoSettings; step: Step | undefined }): Html {
  return demoLayout({
    title: strings.title,
    content: html`${page.step === 'ended' ? whatJustHappened('ended') : ''}
<h1 class="title">${strings.title}</h1>
<p class="lead">${strings.lead}</p>
<div class="actions">
<a class="button" href="/login">${strings.signIn}</a>
<a class="button button-quiet" href="/login?screen_hint=sign-up">${strings.signUp}</a>
</div>
${page.demo.person ? personHint(page.demo.person) : ''}
<section class="card">
<h2 class="card-title">${strings.setup}</h2>
${setupCode(page.demo)}
</section>
<section class="card">
<h2 class="card-title">${strings.flow}</h2>
<ol class="flow">
${strings.flowSteps.map((step) => html`<li><p>${step.text}</p>${callLine(step.call)}</li>`)}
</ol>
</section>`,
  })
}

function personHint({ email, password }: { email: string; password: string }): Html {
  return html`<p class="hint">${strings.person(html`<strong>${email}</strong>`, html`<strong>${password}</strong>`)}</p>`
}

/** As the reader would write it; the lines that are not for api.workos.com stand out. */
function setupCode(demo: DemoSettings): Html {
  const gatehouse = new URL(demo.gatehouseUrl)
  const isHttps = gatehouse.protocol === 'https:'
  const port = gatehouse.port || (isHttps ? '443' : '80')

  return html`<pre class="code"><code>import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS(process.env.WORKOS_API_KEY, {
  clientId: '${demo.clientId}',
<mark>  apiHostname: '${gatehouse.hostname}',  <span class="comment">${strings.setupComment}</span>
  port: ${port},
  https: ${String(isHttps)},
</mark>})</code></pre>`
}
