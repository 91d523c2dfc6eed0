import { html } from 'hono/html'
import { alert, hiddenField, passwordField, submitButton, textField } from '../../pages/form.ts'
import { type Html, pageLayout } from '../../pages/layout.ts'

const strings = {
  title: 'Sign in',
  titleFor: (applicationName: string) => `Sign in to ${applicationName}`,
  errorTitle: (title: string) => `Error: ${title}`,
  email: 'Email',
  password: 'Password',
  submit: 'Sign in',
  forgotPassword: 'Forgot password?',
  noAccount: 'New here?',
  createAccount: 'Create an account',
}

/** `signUpHref` and `forgotPasswordHref` are paths of ours: never values from the request. */
export function signInView(page: {
  requestId: string
  csrfToken?: string | undefined
  email?: string | undefined
  error?: string | undefined
  signUpHref?: string | undefined
  forgotPasswordHref?: string | undefined
  applicationName?: string | undefined
}): Html {
  const heading = page.applicationName ? strings.titleFor(page.applicationName) : strings.title
  const alertId = page.error ? 'sign-in-error' : undefined
  const first = page.email ? 'password' : 'email'

  return pageLayout({
    title: page.error ? strings.errorTitle(heading) : heading,
    content: html`<h1 class="heading">${heading}</h1>
<form class="form" method="post" action="/sign-in">
${page.error ? alert({ id: 'sign-in-error', text: page.error }) : ''}
${hiddenField('request', page.requestId)}
${page.csrfToken ? hiddenField('csrf_token', page.csrfToken) : ''}
${textField({
  name: 'email',
  label: strings.email,
  type: 'email',
  autocomplete: 'username',
  value: page.email,
  alertId,
  focus: first === 'email' ? 'on-load' : undefined,
})}
${passwordField({
  name: 'password',
  label: strings.password,
  autocomplete: 'current-password',
  alertId,
  focus: first === 'password' ? 'on-load' : undefined,
})}
${submitButton(strings.submit)}
</form>
${page.forgotPasswordHref ? html`<p class="aside"><a href="${page.forgotPasswordHref}">${strings.forgotPassword}</a></p>` : ''}
${page.signUpHref ? html`<p class="aside">${strings.noAccount} <a href="${page.signUpHref}">${strings.createAccount}</a></p>` : ''}`,
  })
}
