import { html } from 'hono/html'
import { type Html, pageIcon, pageLayout } from '../../pages/layout.ts'

const strings = {
  title: 'Gatehouse is running',
  lead: 'This server signs people in to applications. Open the application that you want to use: it will send you here when you need to sign in.',
}

export function homeView(): Html {
  return pageLayout({
    title: strings.title,
    content: html`${pageIcon('done')}
<h1 class="heading">${strings.title}</h1>
<p class="lead">${strings.lead}</p>`,
  })
}
