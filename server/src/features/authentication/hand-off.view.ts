import { html } from 'hono/html'
import type { Frame } from '../../pages/frame.ts'
import { type Html, pageLayout } from '../../pages/layout.ts'

/**
 * The answer to a submitted form that leads out of our site. Not a redirect: browsers hold the redirects after a form
 * against `form-action`, also those that the application makes of its own, and `form-action 'self'` is to stay.
 */
export function handOffView(frame: Frame, location: string, title = frame.text.handOff.title): Html {
  const { text } = frame
  return pageLayout(frame, {
    title,
    refreshTo: location,
    content: html`<h1 class="heading hand-off">${title}</h1>
<p class="lead">${text.handOff.lead}</p>
<a class="button" href="${location}">${text.handOff.continue}</a>`,
  })
}
