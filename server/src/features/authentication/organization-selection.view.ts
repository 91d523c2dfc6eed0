import { html } from 'hono/html'
import { alert, hiddenField } from '../../pages/form.ts'
import type { Frame } from '../../pages/frame.ts'
import { type Html, pageLayout } from '../../pages/layout.ts'
import type { OrganizationName } from '../memberships/membership.queries.ts'
import { ORGANIZATION_SELECTION_PATH } from './hosted-flow.ts'

/** One button an organization: choosing is one press, and works without a script. */
export function organizationSelectionView(
  frame: Frame,
  page: { requestId: string; email: string; organizations: OrganizationName[]; isRefused: boolean },
): Html {
  const { text } = frame
  const title = text.organizationSelection.title

  return pageLayout(frame, {
    title: page.isRefused ? text.layout.errorTitle(title) : title,
    script: 'signed-in',
    content: html`<h1 class="heading">${title}</h1>
<p class="lead">${text.organizationSelection.lead(page.email)}</p>
<form class="form" method="post" action="${ORGANIZATION_SELECTION_PATH}">
${page.isRefused ? alert({ id: 'selection-error', text: text.organizationSelection.notAMember }) : ''}
${hiddenField('request', page.requestId)}
<ul class="choices">${page.organizations.map(choice)}</ul>
</form>`,
  })
}

function choice({ id, name }: OrganizationName): Html {
  return html`<li><button class="choice" type="submit" name="organization" value="${id}">
<span class="choice-letter" aria-hidden="true">${firstLetter(name)}</span>
<span class="choice-name"><bdi>${name}</bdi></span>
<svg class="choice-arrow" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d="m9 6 6 6-6 6"/></svg>
</button></li>`
}

/** What a person would call the first letter, also of a name that begins with an emoji. */
function firstLetter(name: string): string {
  const [first] = new Intl.Segmenter().segment(name.trim())
  return first?.segment.toUpperCase() ?? ''
}
