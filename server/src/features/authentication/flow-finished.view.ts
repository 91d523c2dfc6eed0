import { html } from 'hono/html'
import { type Html, pageIcon, pageLayout } from '../../pages/layout.ts'

const strings = {
  title: 'This sign-in is complete',
  lead: 'You have already signed in from this page. To sign in again, start from the application.',
}

export function flowFinishedView(): Html {
  return pageLayout({
    title: strings.title,
    content: html`${pageIcon('done')}
<h1 class="heading">${strings.title}</h1>
<p class="lead">${strings.lead}</p>`,
  })
}
