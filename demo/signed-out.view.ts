import { html } from 'hono/html'
import { demoLayout, type Html, whatJustHappened } from './demo-layout.ts'

const strings = {
  title: 'You are signed out of the demo and of Gatehouse',
  lead: 'Signing in again asks for your password: no session is left anywhere in this browser.',
  signIn: 'Sign in again',
  home: 'Back to the start',
}

export function signedOutView(): Html {
  return demoLayout({
    title: strings.title,
    content: html`<h1 class="title">${strings.title}</h1>
<p class="lead">${strings.lead}</p>
<div class="actions">
<a class="button" href="/login">${strings.signIn}</a>
<a class="button button-quiet" href="/">${strings.home}</a>
</div>
${whatJustHappened('signed-out')}`,
  })
}
