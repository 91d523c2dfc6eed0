import { html } from 'hono/html'
import { hiddenField, submitButton, textField } from '../../pages/form.ts'
import { type Html, pageIcon, pageLayout } from '../../pages/layout.ts'

const strings = {
  title: 'Forgot your password?',
  errorTitle: (title: string) => `Error: ${title}`,
  lead: 'Enter the email of your account, and we send you a link to set a new password.',
  email: 'Email',
  submit: 'Send the link',
  backToSignIn: 'Back to sign-in',
  sentTitle: 'Check your mail',
  sentLead: 'If there is an account with this email, a link is on its way to it. It works for an hour, and once.',
  sentHint: 'Nothing there? Look into the spam folder, and wait a few minutes before you ask again.',
}

/** `signInHref` is a path of ours: never a value from the request. */
export function forgotPasswordView(page: {
  requestId: string | undefined
  email?: string | undefined
  emailError?: string | undefined
  signInHref: string | undefined
}): Html {
  return pageLayout({
    title: page.emailError ? strings.errorTitle(strings.title) : strings.title,
    content: html`<h1 class="heading">${strings.title}</h1>
<p class="lead">${strings.lead}</p>
<form class="form" method="post" action="/forgot-password">
${page.requestId ? hiddenField('request', page.requestId) : ''}
${textField({
  name: 'email',
  label: strings.email,
  type: 'email',
  autocomplete: 'username',
  value: page.email,
  error: page.emailError,
  focus: 'on-load',
})}
${submitButton(strings.submit)}
</form>
${backToSignIn(page.signInHref)}`,
  })
}

/** The same for every address: it must not tell whether somebody has it. */
export function linkOnItsWayView(page: { signInHref: string | undefined }): Html {
  return pageLayout({
    title: strings.sentTitle,
    content: html`${pageIcon('done')}
<h1 class="heading">${strings.sentTitle}</h1>
<p class="lead">${strings.sentLead}</p>
<p class="lead">${strings.sentHint}</p>
${backToSignIn(page.signInHref)}`,
  })
}

function backToSignIn(href: string | undefined): Html | string {
  return href ? html`<p class="aside"><a href="${href}">${strings.backToSignIn}</a></p>` : ''
}
