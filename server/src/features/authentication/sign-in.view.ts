import { html } from 'hono/html'
import { alert, hiddenField, passwordField, submitButton, textField } from '../../pages/form.ts'
import type { Frame } from '../../pages/frame.ts'
import { type Html, pageLayout } from '../../pages/layout.ts'

/**
 * `signUpHref` is a path of ours: never a value from the request. Whoever forgot the password has often typed the email
 * already, which only a button can take along without a script.
 */
export function signInView(
  frame: Frame,
  page: {
    requestId: string
    email?: string | undefined
    /** The email is that of an invitation, and not theirs to change. */
    isInvited: boolean
    error?: string | undefined
    /** Undefined: the address has an account. */
    signUpHref: string | undefined
  },
): Html {
  const { text } = frame
  const alertId = page.error ? 'sign-in-error' : undefined
  const first = page.email ? 'password' : 'email'

  return pageLayout(frame, {
    title: page.error ? text.layout.errorTitle(text.signIn.title) : text.signIn.title,
    content: html`<h1 class="heading">${text.signIn.title}</h1>
${page.isInvited && page.email ? html`<p class="lead">${text.invite.lead(page.email)}</p>` : ''}
<form class="form" method="post" action="/sign-in">
${page.error ? alert({ id: 'sign-in-error', text: page.error }) : ''}
${hiddenField('request', page.requestId)}
${textField({
  name: 'email',
  label: text.fields.email,
  type: 'email',
  autocomplete: 'username',
  value: page.email,
  isFixed: page.isInvited,
  alertId,
  focus: first === 'email' ? 'on-load' : undefined,
})}
${passwordField({
  name: 'password',
  label: text.fields.password,
  autocomplete: 'current-password',
  alertId,
  focus: first === 'password' ? 'on-load' : undefined,
})}
${submitButton(text.signIn.submit)}
<button class="link-button" type="submit" name="step" value="forgot-password" formnovalidate>${text.signIn.forgotPassword}</button>
</form>
${page.signUpHref === undefined ? '' : html`<p class="aside">${text.signIn.noAccount} <a href="${page.signUpHref}">${text.signIn.createAccount}</a></p>`}`,
  })
}
