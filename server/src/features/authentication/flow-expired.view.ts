import { html } from 'hono/html'
import { type Html, pageIcon, pageLayout } from '../../pages/layout.ts'

const strings = {
  title: 'This sign-in is no longer open',
  lead: 'The page was open for too long, or it was started in another browser. Nothing has gone wrong with your account.',
  startAgain: 'Start again',
  returnToApplication: 'Go back to the application you came from and sign in from there.',
}

/** `startAgainHref` is a path of ours or a registered address: never a value from the request. */
export function flowExpiredView(page: { startAgainHref?: string | undefined }): Html {
  return pageLayout({
    title: strings.title,
    content: html`${pageIcon('expired')}
<h1 class="heading">${strings.title}</h1>
<p class="lead">${strings.lead}</p>
${
  page.startAgainHref
    ? html`<a class="button" href="${page.startAgainHref}">${strings.startAgain}</a>`
    : html`<p class="lead">${strings.returnToApplication}</p>`
}`,
  })
}
