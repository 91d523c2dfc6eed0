import { html } from 'hono/html'
import { hiddenField, submitButton, textField } from '../../pages/form.ts'
import type { Frame } from '../../pages/frame.ts'
import { type Html, pageIcon, pageLayout } from '../../pages/layout.ts'

/** `signInHref` is a path of ours: never a value from the request. */
export function forgotPasswordView(
  frame: Frame,
  page: {
    requestId: string | undefined
    email?: string | undefined
    isRefused: boolean
    signInHref: string | undefined
  },
): Html {
  const { text } = frame
  return pageLayout(frame, {
    title: page.isRefused ? text.layout.errorTitle(text.forgotPassword.title) : text.forgotPassword.title,
    content: html`<h1 class="heading">${text.forgotPassword.title}</h1>
<p class="lead">${text.forgotPassword.lead}</p>
<form class="form" method="post" action="/forgot-password">
${page.requestId ? hiddenField('request', page.requestId) : ''}
${textField({
  name: 'email',
  label: text.fields.email,
  type: 'email',
  autocomplete: 'username',
  value: page.email,
  error: page.isRefused ? text.mistakes.email : undefined,
  focus: 'on-load',
})}
${submitButton(text.forgotPassword.submit)}
</form>
${backToSignIn(frame, page.signInHref)}`,
  })
}

/** The same for every address: it must not tell whether somebody has it. */
export function linkOnItsWayView(frame: Frame, page: { signInHref: string | undefined }): Html {
  const { text } = frame
  return pageLayout(frame, {
    title: text.forgotPassword.sentTitle,
    content: html`${pageIcon('done')}
<h1 class="heading">${text.forgotPassword.sentTitle}</h1>
<p class="lead">${text.forgotPassword.sentLead}</p>
<p class="lead">${text.forgotPassword.sentHint}</p>
${backToSignIn(frame, page.signInHref)}`,
  })
}

function backToSignIn({ text }: Frame, href: string | undefined): Html | string {
  return href ? html`<p class="aside"><a href="${href}">${text.forgotPassword.backToSignIn}</a></p>` : ''
}
