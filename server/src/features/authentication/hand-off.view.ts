import { html } from 'hono/html'
import { type Html, pageLayout } from '../../pages/layout.ts'

const strings = {
  title: 'Signing you in',
  lead: 'You are on your way back to the application.',
  continue: 'Continue',
}

/**
 * The answer to a submitted form that leads out of our site. Not a redirect: browsers hold the redirects after a form
 * against `form-action`, also those that the application makes of its own, and `form-action 'self'` is to stay.
 */
export function handOffView(location: string): Html {
  return pageLayout({
    title: strings.title,
    refreshTo: location,
    content: html`<h1 class="heading hand-off">${strings.title}</h1>
<p class="lead">${strings.lead}</p>
<a class="button" href="${location}">${strings.continue}</a>`,
  })
}
