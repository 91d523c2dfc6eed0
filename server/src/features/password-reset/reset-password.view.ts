import { html } from 'hono/html'
import { hiddenField, passwordField, submitButton } from '../../pages/form.ts'
import { type Html, pageIcon, pageLayout } from '../../pages/layout.ts'

const strings = {
  title: 'Set a new password',
  errorTitle: (title: string) => `Error: ${title}`,
  lead: (email: string) => `For ${email}. Setting it signs you out everywhere.`,
  password: 'New password',
  passwordHint: (minimumLength: number) => `At least ${minimumLength} characters. A short phrase works well.`,
  submit: 'Set password',
  goneTitle: 'This link no longer works',
  goneLead: 'It was used already, is older than an hour, or your password or email has changed since it was sent.',
  askAgain: 'Send a new link',
  doneTitle: 'Your password is changed',
  doneLead: 'You are signed out everywhere. Sign in again with the new password.',
  signIn: 'Sign in',
  returnToApplication: 'Go back to the application to sign in.',
}

export function resetPasswordView(page: {
  token: string
  email: string
  minimumPasswordLength: number
  passwordError?: string | undefined
}): Html {
  return pageLayout({
    title: page.passwordError ? strings.errorTitle(strings.title) : strings.title,
    content: html`<h1 class="heading">${strings.title}</h1>
<p class="lead">${strings.lead(page.email)}</p>
<form class="form" method="post" action="/reset-password">
${hiddenField('token', page.token)}
${passwordField({
  name: 'new_password',
  label: strings.password,
  autocomplete: 'new-password',
  hint: strings.passwordHint(page.minimumPasswordLength),
  minimumLength: page.minimumPasswordLength,
  error: page.passwordError,
  focus: 'on-load',
})}
${submitButton(strings.submit)}
</form>`,
  })
}

export function resetLinkGoneView(): Html {
  return pageLayout({
    title: strings.goneTitle,
    content: html`${pageIcon('expired')}
<h1 class="heading">${strings.goneTitle}</h1>
<p class="lead">${strings.goneLead}</p>
<a class="button" href="/forgot-password">${strings.askAgain}</a>`,
  })
}

/** `signInHref` is a path of ours: never a value from the request. */
export function passwordIsResetView(page: { signInHref: string | undefined }): Html {
  return pageLayout({
    title: strings.doneTitle,
    content: html`${pageIcon('done')}
<h1 class="heading">${strings.doneTitle}</h1>
<p class="lead">${strings.doneLead}</p>
${
  page.signInHref
    ? html`<a class="button" href="${page.signInHref}">${strings.signIn}</a>`
    : html`<p class="lead">${strings.returnToApplication}</p>`
}`,
  })
}
