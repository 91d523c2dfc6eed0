import { html } from 'hono/html'
import { commandBlock, type Html, pageIcon, pageLayout } from '../../pages/layout.ts'

const strings = {
  title: 'You are signed out',
  lead: 'Your session has ended. You can close this page.',
  developerNote: 'For the developer of this application',
}

/** Where a log-out ends that has no registered address to return to. The note is for development: it says how to register one. */
export function signedOutView(page: {
  developerNote?: { text: string; command?: string | undefined } | undefined
}): Html {
  return pageLayout({
    title: strings.title,
    width: page.developerNote ? 'wide' : 'narrow',
    content: html`${pageIcon('done')}
<h1 class="heading">${strings.title}</h1>
<p class="lead">${strings.lead}</p>
${page.developerNote ? noteToDeveloper(page.developerNote) : ''}`,
  })
}

function noteToDeveloper(note: { text: string; command?: string | undefined }): Html {
  return html`<section class="note">
<h2 class="note-title">${strings.developerNote}</h2>
<p>${note.text}</p>
${note.command ? commandBlock(note.command) : ''}
</section>`
}
