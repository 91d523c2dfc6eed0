import { html } from 'hono/html'
import type { DemoSettings } from './demo-app.ts'
import { demoLayout, type Html } from './demo-layout.ts'

export type Problem =
  | { kind: 'unreachable'; demo: DemoSettings; quote: string }
  | { kind: 'api-key-refused'; quote: string }
  | { kind: 'code-refused'; quote: string }
  | { kind: 'unexpected'; quote: string }
  | { kind: 'unknown-sign-in'; demo: DemoSettings }
  | { kind: 'sign-in-refused'; answer: string }

const strings = {
  tryAgain: 'Try again',
  signIn: 'Sign in again',
  signOut: 'Sign out of the demo',
  quoted: 'In its own words',
}

/** Says what went wrong with the sign-in or the SDK, and what to do about it. */
export function problemView(problem: Problem): Html {
  const words = wordsOf(problem)
  const quote = quoteOf(problem)
  return demoLayout({
    title: words.title,
    content: html`<h1 class="title">${words.title}</h1>
<p class="lead">${words.text}</p>
<ol class="remedies">
${words.remedies.map((remedy) => html`<li>${remedy}</li>`)}
</ol>
<div class="actions">
<a class="button" href="${words.action === 'sign-in' ? '/login' : '/'}">${words.action === 'sign-in' ? strings.signIn : strings.tryAgain}</a>
${problem.kind === 'unexpected' ? html`<form method="post" action="/logout"><button class="button button-quiet" type="submit">${strings.signOut}</button></form>` : ''}
</div>
${
  quote
    ? html`<section class="card">
<h2 class="card-title">${strings.quoted}</h2>
<pre class="code"><code>${quote}</code></pre>
</section>`
    : ''
}`,
  })
}

type Words = { title: string; text: string; remedies: string[]; action: 'sign-in' | 'try-again' }

function wordsOf(problem: Problem): Words {
  switch (problem.kind) {
    case 'unreachable':
      return {
        title: 'Gatehouse does not answer',
        text: `The SDK could not connect to ${problem.demo.gatehouseUrl}.`,
        remedies: ['Start the server: npm start', `See that it opens in your browser: ${problem.demo.gatehouseUrl}`],
        action: 'try-again',
      }
    case 'api-key-refused':
      return {
        title: 'Gatehouse refused the API key',
        text: 'The demo and the server do not agree on the key of this application.',
        remedies: ['Start the demo with the API key that the server printed when it started.', 'Then try again.'],
        action: 'try-again',
      }
    case 'code-refused':
      return {
        title: 'This sign-in was already used',
        text: 'The one-time code in the address has been used, or is too old.',
        remedies: ['Sign in again: you get a new code.'],
        action: 'sign-in',
      }
    case 'unknown-sign-in':
      return {
        title: 'This sign-in did not start here',
        text: 'The demo keeps a random state in a cookie while you sign in, and the answer did not carry the same one.',
        remedies: [
          'This happens when the page is reloaded or opened in another browser, or after ten minutes.',
          `Open the demo at exactly ${problem.demo.url} and sign in again.`,
        ],
        action: 'sign-in',
      }
    case 'sign-in-refused':
      return {
        title: 'You were not signed in',
        text: 'Gatehouse sent your browser back without a code.',
        remedies: ['Read the answer below, then sign in again.'],
        action: 'sign-in',
      }
    case 'unexpected':
      return {
        title: 'The SDK reported an error',
        text: 'The demo did not expect this answer from Gatehouse.',
        remedies: [
          'Look for the request in the output of the server, then try again.',
          'If the data of the server was deleted, sign out of the demo: it still holds a session from before.',
        ],
        action: 'try-again',
      }
  }
}

function quoteOf(problem: Problem): string | undefined {
  if (problem.kind === 'sign-in-refused') return problem.answer
  return 'quote' in problem ? problem.quote : undefined
}
