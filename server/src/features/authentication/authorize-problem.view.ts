import { html } from 'hono/html'
import type { Frame } from '../../pages/frame.ts'
import { commandBlock, type Html, pageLayout, requestIdLine, technicalText } from '../../pages/layout.ts'

type NamedValue = { name: string; value: string }

export interface AuthorizeProblem {
  title: string
  problem: string
  received?: NamedValue[] | undefined
  registered?: NamedValue[] | undefined
  /** For the developer, so in English. */
  howToFix: { text: string; command?: string | undefined }[]
}

/**
 * Read by the developer whose request cannot be answered with a redirect. Shows exactly what the caller passes, so a
 * caller in production passes less; what was received is shown as text and never as a link.
 */
export function authorizeProblemView(frame: Frame, page: AuthorizeProblem & { requestId: string }): Html {
  return pageLayout(frame, {
    title: page.title,
    width: page.received || page.howToFix.length > 0 ? 'wide' : 'narrow',
    content: html`<h1 class="heading">${page.title}</h1>
<p class="lead">${page.problem}</p>
${page.received ? comparison(frame, page.received, page.registered) : ''}
${page.howToFix.length > 0 ? remedy(frame, page.howToFix) : ''}
${requestIdLine(frame, page.requestId)}`,
  })
}

function comparison({ text }: Frame, received: NamedValue[], registered: NamedValue[] | undefined): Html {
  return html`<div class="comparison">
<section class="comparison-side comparison-received">
<h2 class="section-title">${text.authorizeProblem.received}</h2>
${namedValues(received)}
</section>
${
  registered
    ? html`<section class="comparison-side">
<h2 class="section-title">${text.authorizeProblem.registered}</h2>
${registered.length > 0 ? namedValues(registered) : html`<p class="comparison-empty">${text.authorizeProblem.nothingRegistered}</p>`}
</section>`
    : ''
}
</div>`
}

function namedValues(values: NamedValue[]): Html {
  return html`<dl>
${values.map(({ name, value }) => html`<div><dt>${name}</dt><dd><code dir="ltr">${value}</code></dd></div>`)}
</dl>`
}

function remedy({ text }: Frame, steps: AuthorizeProblem['howToFix']): Html {
  return html`<section class="remedy">
<h2 class="section-title">${text.authorizeProblem.howToFix}</h2>
<ul>
${steps.map((step) => html`<li>${technicalText(step.text)}${step.command ? commandBlock(step.command) : ''}</li>`)}
</ul>
</section>`
}
