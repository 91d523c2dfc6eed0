import { html } from 'hono/html'
import { alert, hiddenField, passwordField, submitButton, textField } from '../../pages/form.ts'
import { type Html, pageLayout } from '../../pages/layout.ts'

const strings = {
  title: 'Create your account',
  titleFor: (applicationName: string) => `Create your ${applicationName} account`,
  errorTitle: (title: string) => `Error: ${title}`,
  firstName: 'First name',
  lastName: 'Last name',
  email: 'Email',
  password: 'Password',
  passwordHint: (minimumLength: number) => `At least ${minimumLength} characters. A short phrase works well.`,
  submit: 'Create account',
  checkFields: 'Please check what you entered:',
  hasAccount: 'Already have an account?',
  signIn: 'Sign in',
}

type FieldErrors = {
  firstName?: string | undefined
  lastName?: string | undefined
  email?: string | undefined
  password?: string | undefined
}

/** `signInHref` is a path of ours: never a value from the request. `error` is for what belongs to no single field. */
export function signUpView(page: {
  requestId: string
  csrfToken?: string | undefined
  firstName?: string | undefined
  lastName?: string | undefined
  email?: string | undefined
  error?: string | undefined
  fieldErrors?: FieldErrors | undefined
  minimumPasswordLength: number
  signInHref: string
  applicationName?: string | undefined
}): Html {
  const heading = page.applicationName ? strings.titleFor(page.applicationName) : strings.title
  const wrongFields = listWrongFields(page.fieldErrors ?? {})
  const isRefused = page.error !== undefined || wrongFields.length > 0

  return pageLayout({
    title: isRefused ? strings.errorTitle(heading) : heading,
    content: html`<h1 class="heading">${heading}</h1>
<form class="form" method="post" action="/sign-up">
${isRefused ? alert({ id: 'sign-up-error', text: page.error ?? strings.checkFields, fields: wrongFields }) : ''}
${hiddenField('request', page.requestId)}
${page.csrfToken ? hiddenField('csrf_token', page.csrfToken) : ''}
${signUpFields(page, wrongFields[0]?.name ?? 'first_name')}
${submitButton(strings.submit)}
</form>
<p class="aside">${strings.hasAccount} <a href="${page.signInHref}">${strings.signIn}</a></p>`,
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

function signUpFields(page: Parameters<typeof signUpView>[0], focusedName: string): Html {
  const focusOf = (name: string) => (name === focusedName ? 'on-load' : undefined)

  return html`<div class="field-pair">
${textField({
  name: 'first_name',
  label: strings.firstName,
  autocomplete: 'given-name',
  value: page.firstName,
  error: page.fieldErrors?.firstName,
  focus: focusOf('first_name'),
})}
${textField({
  name: 'last_name',
  label: strings.lastName,
  autocomplete: 'family-name',
  need: 'optional',
  value: page.lastName,
  error: page.fieldErrors?.lastName,
  focus: focusOf('last_name'),
})}
</div>
${textField({
  name: 'email',
  label: strings.email,
  type: 'email',
  autocomplete: 'username',
  value: page.email,
  error: page.fieldErrors?.email,
  focus: focusOf('email'),
})}
${passwordField({
  name: 'password',
  label: strings.password,
  autocomplete: 'new-password',
  hint: strings.passwordHint(page.minimumPasswordLength),
  minimumLength: page.minimumPasswordLength,
  error: page.fieldErrors?.password,
  focus: focusOf('password'),
})}`
}
