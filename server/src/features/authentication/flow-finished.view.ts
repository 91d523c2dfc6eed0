import { html } from 'hono/html'
import type { Frame } from '../../pages/frame.ts'
import { type Html, pageIcon, pageLayout } from '../../pages/layout.ts'
import { YOUR_SESSIONS_PATH } from '../../pages/paths.ts'

export function flowFinishedView(frame: Frame): Html {
  const { text } = frame
  return pageLayout(frame, {
    title: text.flowFinished.title,
    content: html`${pageIcon('done')}
<h1 class="heading">${text.flowFinished.title}</h1>
<p class="lead">${text.flowFinished.lead}</p>
<p class="aside"><a href="${YOUR_SESSIONS_PATH}">${text.sessions.title}</a></p>`,
  })
}
