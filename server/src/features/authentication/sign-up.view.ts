import { html } from 'hono/html'
import { alert, hiddenField, passwordField, submitButton, textField } from '../../pages/form.ts'
import type { Frame } from '../../pages/frame.ts'
import { type Html, pageLayout } from '../../pages/layout.ts'
import { SHORTEST_PASSWORD } from '../passwords/password-rules.ts'

export type FieldErrors = {
  firstName?: string | undefined
  lastName?: string | undefined
  email?: string | undefined
  password?: string | undefined
}

interface SignUpPage {
  requestId: string
  firstName?: string | undefined
  lastName?: string | undefined
  email?: string | undefined
  /** The email is that of an invitation, and not theirs to change. */
  isInvited: boolean
  fieldErrors?: FieldErrors | undefined
  signInHref: string
}

/** `signInHref` is a path of ours: never a value from the request. */
export function signUpView(frame: Frame, page: SignUpPage): Html {
  const { text } = frame
  const wrongFields = listWrongFields(page.fieldErrors ?? {})
  const isRefused = wrongFields.length > 0

  return pageLayout(frame, {
    title: isRefused ? text.layout.errorTitle(text.signUp.title) : text.signUp.title,
    content: html`<h1 class="heading">${text.signUp.title}</h1>
${page.isInvited && page.email ? html`<p class="lead">${text.invite.lead(page.email)}</p>` : ''}
<form class="form" method="post" action="/sign-up">
${isRefused ? alert({ id: 'sign-up-error', text: text.signUp.checkFields, fields: wrongFields }) : ''}
${hiddenField('request', page.requestId)}
${signUpFields(frame, page, wrongFields[0]?.name ?? 'first_name')}
${submitButton(text.signUp.submit)}
</form>
<p class="aside">${text.signUp.hasAccount} <a href="${page.signInHref}">${text.signUp.signIn}</a></p>`,
  })
}

/** In the order of the form, by the names of its fields. */
function listWrongFields(errors: FieldErrors): { name: string; error: string }[] {
  const inOrder = [
    { name: 'first_name', error: errors.firstName },
    { name: 'last_name', error: errors.lastName },
    { name: 'email', error: errors.email },
    { name: 'password', error: errors.password },
  ]
  return inOrder.flatMap(({ name, error }) => (error === undefined ? [] : [{ name, error }]))
}

function signUpFields({ text }: Frame, page: SignUpPage, focusedName: string): Html {
  const focusOf = (name: string) => (name === focusedName ? 'on-load' : undefined)

  return html`<div class="field-pair">
${textField({
  name: 'first_name',
  label: text.fields.firstName,
  autocomplete: 'given-name',
  value: page.firstName,
  error: page.fieldErrors?.firstName,
  focus: focusOf('first_name'),
})}
${textField({
  name: 'last_name',
  label: text.fields.lastName,
  autocomplete: 'family-name',
  optionalMark: text.fields.optional,
  value: page.lastName,
  error: page.fieldErrors?.lastName,
  focus: focusOf('last_name'),
})}
</div>
${textField({
  name: 'email',
  label: text.fields.email,
  type: 'email',
  autocomplete: 'username',
  value: page.email,
  isFixed: page.isInvited,
  error: page.fieldErrors?.email,
  focus: focusOf('email'),
})}
${passwordField({
  name: 'password',
  label: text.fields.password,
  autocomplete: 'new-password',
  hint: text.passwordHint(SHORTEST_PASSWORD),
  minimumLength: SHORTEST_PASSWORD,
  error: page.fieldErrors?.password,
  focus: focusOf('password'),
})}`
}
