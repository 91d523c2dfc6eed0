import { html } from 'hono/html'
import type { Frame } from '../../pages/frame.ts'
import { type Html, pageIcon, pageLayout } from '../../pages/layout.ts'
import { YOUR_SESSIONS_PATH } from '../../pages/paths.ts'

export function flowExpiredView(frame: Frame): Html {
  const { text } = frame
  return pageLayout(frame, {
    title: text.flowExpired.title,
    content: html`${pageIcon('expired')}
<h1 class="heading">${text.flowExpired.title}</h1>
<p class="lead">${text.flowExpired.lead}</p>
<p class="lead">${text.flowExpired.returnToApplication}</p>
<p class="aside"><a href="${YOUR_SESSIONS_PATH}">${text.sessions.title}</a></p>`,
  })
}
