import { html } from 'hono/html'
import { LANGUAGES } from './languages.ts'
import type { Addresses } from './open-reference.ts'
import { byTag, endpoint, type Html, pageView } from './page.view.ts'
import type { ReferenceOperation } from './read-operations.ts'

export function indexView(operations: ReferenceOperation[], addresses: Addresses): Html {
  return pageView({
    title: 'Operations',
    operations,
    addresses,
    content: html`<h1>API reference</h1>
<p class="lead">Gatehouse speaks the WorkOS AuthKit API, so the official SDKs are its clients: only their base URL changes.
Every sample on these pages is a file that runs, against a real server and with the real SDK, and what is shown as its
response is what it printed.</p>
<p class="lead"><a href="${addresses.openapi}">The OpenAPI document</a> has every parameter, for programs.</p>
${byTag(operations).map(
  ([tag, list]) => html`<section class="group">
<h2>${tag}</h2>
<ul class="operations">
${list.map(
  (operation) => html`<li>
<a href="${addresses.operation(operation.name)}">${operation.title}</a>
<p class="endpoint">${endpoint(operation)}</p>
<p class="languages">${operation.languages.map(({ language }) => LANGUAGES[language].label).join(' · ')}</p>
</li>`,
)}
</ul>
</section>`,
)}`,
  })
}
