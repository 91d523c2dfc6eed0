import { html } from 'hono/html'
import { commandBlock, type Html, pageLayout, requestIdLine } from '../../pages/layout.ts'

const strings = {
  received: 'Received',
  registered: 'Registered',
  nothingRegistered: 'Nothing yet',
  howToFix: 'How to fix it',
}

type NamedValue = { name: string; value: string }

/**
 * Read by the developer whose request cannot be answered with a redirect. Shows exactly what the caller passes, so a
 * caller in production passes less; what was received is shown as text and never as a link.
 */
export function authorizeProblemView(page: {
  title: string
  problem: string
  received?: NamedValue[] | undefined
  registered?: NamedValue[] | undefined
  howToFix: { text: string; command?: string | undefined }[]
  requestId: string
}): Html {
  return pageLayout({
    title: page.title,
    width: page.received || page.howToFix.length > 0 ? 'wide' : 'narrow',
    content: html`<h1 class="heading">${page.title}</h1>
<p class="lead">${page.problem}</p>
${page.received ? comparison(page.received, page.registered) : ''}
${page.howToFix.length > 0 ? remedy(page.howToFix) : ''}
${requestIdLine(page.requestId)}`,
  })
}

function comparison(received: NamedValue[], registered: NamedValue[] | undefined): Html {
  return html`<div class="comparison">
<section class="comparison-side comparison-received">
<h2 class="section-title">${strings.received}</h2>
${namedValues(received)}
</section>
${
  registered
    ? html`<section class="comparison-side">
<h2 class="section-title">${strings.registered}</h2>
${registered.length > 0 ? namedValues(registered) : html`<p class="comparison-empty">${strings.nothingRegistered}</p>`}
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

function remedy(steps: { text: string; command?: string | undefined }[]): Html {
  return html`<section class="remedy">
<h2 class="section-title">${strings.howToFix}</h2>
<ul>
${steps.map((step) => html`<li><p>${step.text}</p>${step.command ? commandBlock(step.command) : ''}</li>`)}
</ul>
</section>`
}
