import { html } from 'hono/html'
import type { Frame } from '../../pages/frame.ts'
import { type Html, pageIcon, pageLayout } from '../../pages/layout.ts'
import { YOUR_SESSIONS_PATH } from '../../pages/paths.ts'

export function homeView(frame: Frame): Html {
  const { text } = frame
  return pageLayout(frame, {
    title: text.home.title,
    content: html`${pageIcon('done')}
<h1 class="heading">${text.home.title}</h1>
<p class="lead">${text.home.lead}</p>
<p class="aside"><a href="${YOUR_SESSIONS_PATH}">${text.sessions.title}</a></p>`,
  })
}
