import { html } from 'hono/html'
import { hiddenField, passwordField, submitButton } from '../../pages/form.ts'
import type { Frame } from '../../pages/frame.ts'
import { type Html, pageIcon, pageLayout } from '../../pages/layout.ts'
import { passwordMistake } from '../passwords/password-mistake.ts'
import { type PasswordMistake, SHORTEST_PASSWORD } from '../passwords/password-rules.ts'

export function resetPasswordView(
  frame: Frame,
  page: { token: string; email: string; error: PasswordMistake | undefined },
): Html {
  const { text } = frame
  return pageLayout(frame, {
    title: page.error ? text.layout.errorTitle(text.resetPassword.title) : text.resetPassword.title,
    content: html`<h1 class="heading">${text.resetPassword.title}</h1>
<p class="lead">${text.resetPassword.lead(page.email)}</p>
<form class="form" method="post" action="/reset-password">
${hiddenField('token', page.token)}
${passwordField({
  name: 'new_password',
  label: text.fields.newPassword,
  autocomplete: 'new-password',
  hint: text.passwordHint(SHORTEST_PASSWORD),
  minimumLength: SHORTEST_PASSWORD,
  error: page.error && passwordMistake(text, page.error),
  focus: 'on-load',
})}
${submitButton(text.resetPassword.submit)}
</form>`,
  })
}

export function resetLinkGoneView(frame: Frame): Html {
  const { text } = frame
  return pageLayout(frame, {
    title: text.resetPassword.goneTitle,
    content: html`${pageIcon('expired')}
<h1 class="heading">${text.resetPassword.goneTitle}</h1>
<p class="lead">${text.resetPassword.goneLead}</p>
<a class="button" href="/forgot-password">${text.resetPassword.askAgain}</a>`,
  })
}

/** `signInHref` is a path of ours: never a value from the request. */
export function passwordIsResetView(frame: Frame, page: { signInHref: string | undefined }): Html {
  const { text } = frame
  return pageLayout(frame, {
    title: text.resetPassword.doneTitle,
    content: html`${pageIcon('done')}
<h1 class="heading">${text.resetPassword.doneTitle}</h1>
<p class="lead">${text.resetPassword.doneLead}</p>
${
  page.signInHref
    ? html`<a class="button" href="${page.signInHref}">${text.resetPassword.signIn}</a>`
    : html`<p class="lead">${text.resetPassword.returnToApplication}</p>`
}`,
  })
}
