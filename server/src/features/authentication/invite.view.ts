import { html } from 'hono/html'
import { hiddenField, submitButton } from '../../pages/form.ts'
import type { Frame } from '../../pages/frame.ts'
import { type Html, pageIcon, pageLayout } from '../../pages/layout.ts'

/** What carries the invitation: the token of the mailed link, or the sign-in that an application began. */
export interface InvitationForm {
  action: string
  name: 'invitation_token' | 'request'
  value: string
}

export function inviteView(
  frame: Frame,
  page: {
    form: InvitationForm
    email: string
    organizationName: string | undefined
    /** Where the form is that of somebody who is signed in. */
    script?: 'signed-in'
  },
): Html {
  const { text } = frame
  const title = page.organizationName === undefined ? text.invite.title : text.invite.join(page.organizationName)
  return pageLayout(frame, {
    title,
    ...(page.script ? { script: page.script } : {}),
    content: html`<h1 class="heading">${title}</h1>
<p class="lead">${text.invite.lead(page.email)}</p>
<form class="form" method="post" action="${page.form.action}">
${hiddenField(page.form.name, page.form.value)}
${submitButton(text.invite.submit)}
</form>`,
  })
}

export function invitationGoneView(frame: Frame): Html {
  const { text } = frame
  return pageLayout(frame, {
    title: text.invite.goneTitle,
    content: html`${pageIcon('expired')}
<h1 class="heading">${text.invite.goneTitle}</h1>
<p class="lead">${text.invite.goneLead}</p>
<p class="lead">${text.invite.goneHint}</p>`,
  })
}

export function invitationAcceptedView(frame: Frame): Html {
  const { text } = frame
  return pageLayout(frame, {
    title: text.invite.doneTitle,
    content: html`${pageIcon('done')}
<h1 class="heading">${text.invite.doneTitle}</h1>
<p class="lead">${text.invite.doneLead}</p>`,
  })
}
