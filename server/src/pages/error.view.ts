import { html } from 'hono/html'
import { type Html, pageIcon, pageLayout, requestIdLine } from './layout.ts'

/** The page for an answer that is not one: 404, 500, 503. The caller chooses words that say nothing of our insides. */
export function errorView(page: { title: string; text: string; requestId: string }): Html {
  return pageLayout({
    title: page.title,
    content: html`${pageIcon('problem')}
<h1 class="heading">${page.title}</h1>
<p class="lead">${page.text}</p>
${requestIdLine(page.requestId)}`,
  })
}
