import { html } from 'hono/html'
import type { Frame } from '../../pages/frame.ts'
import { commandBlock, type Html, pageIcon, pageLayout, technicalText } from '../../pages/layout.ts'
import { YOUR_SESSIONS_PATH } from '../../pages/paths.ts'
import type { DeveloperNote } from './developer-note.ts'

/**
 * Says what a sign-out ends and what it does not, the same for every session, known or not. Signing in again asks for
 * the account in any case: on a shared computer the next person is somebody else.
 */
export function signedOutView(
  frame: Frame,
  page: { accessTokenMinutes: number; isStillSignedIn: boolean; developerNote: DeveloperNote | undefined },
): Html {
  const { text } = frame
  const signIn = page.isStillSignedIn ? text.signedOut.stillSignedIn : text.signedOut.endedSignIn
  return pageLayout(frame, {
    title: text.signedOut.title,
    width: page.developerNote ? 'wide' : 'narrow',
    script: 'signed-out',
    content: html`${pageIcon('done')}
<h1 class="heading">${text.signedOut.title}</h1>
<p class="lead">${text.signedOut.lead}</p>
<a class="button" href="${YOUR_SESSIONS_PATH}?prompt=login">${text.signedOut.signInAgain}</a>
<section class="note">
<h2 class="note-title">${text.signedOut.ended}</h2>
<ul>
<li>${text.signedOut.endedSession}</li>
<li>${signIn}</li>
</ul>
<h2 class="note-title">${text.signedOut.notEnded}</h2>
<ul>
<li>${text.signedOut.otherSessions} <a href="${YOUR_SESSIONS_PATH}">${text.sessions.title}</a></li>
<li>${text.signedOut.tokens(page.accessTokenMinutes)}</li>
</ul>
</section>
${page.developerNote ? noteToDeveloper(frame, page.developerNote) : ''}`,
  })
}

function noteToDeveloper({ text }: Frame, { returnTo, reason, command }: DeveloperNote): Html {
  return html`<section class="note">
<h2 class="note-title">${text.signedOut.developerNote}</h2>
<div lang="en" dir="ltr">
${technicalText('The address to return to that this sign-out named was not followed:')}
${commandBlock(returnTo)}
${technicalText(reason)}
${command === undefined ? '' : html`${technicalText('To register it:')}${commandBlock(command)}`}
</div>
</section>`
}
