import { html } from 'hono/html'
import { hiddenField, submitButton } from '../../pages/form.ts'
import type { Frame } from '../../pages/frame.ts'
import { type Html, pageLayout } from '../../pages/layout.ts'

/** For a request to sign out that anybody could have made: the person decides. `fields` come back with their answer. */
export function confirmSignOutView(
  frame: Frame,
  page: { action: string; email: string; fields: Record<string, string> },
): Html {
  const { text } = frame
  return pageLayout(frame, {
    title: text.confirmSignOut.title,
    content: html`<h1 class="heading">${text.confirmSignOut.title}</h1>
<p class="lead">${text.confirmSignOut.lead(page.email)}</p>
<form class="form" method="post" action="${page.action}">
${Object.entries(page.fields).map(([name, value]) => hiddenField(name, value))}
${submitButton(text.confirmSignOut.submit)}
</form>
<p class="aside">${text.confirmSignOut.stay}</p>`,
  })
}
