import { html } from 'hono/html'
import type { Frame } from '../../pages/frame.ts'
import { type Html, pageIcon, pageLayout } from '../../pages/layout.ts'

/** Where a log-out ends that has no registered address to return to. */
export function signedOutView(frame: Frame): Html {
  const { text } = frame
  return pageLayout(frame, {
    title: text.signedOut.title,
    content: html`${pageIcon('done')}
<h1 class="heading">${text.signedOut.title}</h1>
<p class="lead">${text.signedOut.lead}</p>`,
  })
}
