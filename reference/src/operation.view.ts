import { html } from 'hono/html'
import { highlight } from './highlight.ts'
import { LANGUAGES } from './languages.ts'
import { logoutPicture } from './logout-picture.view.ts'
import type { Addresses } from './open-reference.ts'
import type { DescribedValue } from './openapi-operation.ts'
import { breakable, endpoint, type Html, pageView, prose } from './page.view.ts'
import type { LanguageCall, ReferenceOperation } from './read-operations.ts'

/**
 * One operation in every language. The tabs are radio buttons: the stylesheet shows what belongs to the chosen one, and
 * where it cannot, everything is shown.
 */
export function operationView(
  operation: ReferenceOperation,
  operations: ReferenceOperation[],
  addresses: Addresses,
): Html {
  const { languages } = operation
  return pageView({
    title: operation.title,
    current: operation.name,
    operations,
    addresses,
    content: html`<h1>${operation.title}</h1>
<p class="endpoint">${endpoint(operation)}</p>
<p class="lead">${prose(operation.text)}</p>
<p class="caller">${operation.needsApiKey ? 'Needs an API key.' : 'Needs no API key.'}</p>
${tabs('language', 'Language', Object.fromEntries(languages.map(({ language }) => [language, LANGUAGES[language].label])))}
<div class="columns">
<div class="samples">
${tabs('side', 'Sample', { request: 'Request', response: 'Response' })}
${languages.map(sample)}
</div>
<div class="facts">
${languages.map(facts)}
${errors(operation)}
</div>
</div>
${operation.picture === 'logout' ? logoutPicture() : ''}`,
  })
}

function tabs(name: string, legend: string, choices: Record<string, string>): Html {
  return html`<fieldset class="tabs">
<legend>${legend}</legend>
${Object.entries(choices).map(
  ([value, label], index) =>
    html`<label><input type="radio" name="${name}" value="${value}" id="${name}-${value}"${index === 0 ? html` checked` : ''}><span>${label}</span></label>`,
)}
</fieldset>`
}

function sample({ language, request, response }: LanguageCall): Html {
  const { label, grammar } = LANGUAGES[language]
  const isJson = /^[[{]\n? *["{\]}]/.test(response)
  return html`<div class="of-${language}">
<pre class="side-request" tabindex="0" role="region" aria-label="Request in ${label}"><code>${highlight(request, grammar)}</code></pre>
<pre class="side-response" tabindex="0" role="region" aria-label="Response in ${label}"><code>${isJson ? highlight(response, 'json') : response || '(nothing is printed)'}</code></pre>
</div>`
}

function facts({ language, call, parameters, returns }: LanguageCall): Html {
  return html`<div class="of-${language}">
<p class="call"><code>${breakable(call)}</code></p>
<h2>Parameters</h2>
${values(parameters, 'It takes none.')}
<h2>Returns</h2>
${values(returns, 'Nothing, or an answer without a body.')}
</div>`
}

function values(list: DescribedValue[], otherwise: string): Html {
  if (list.length === 0) return html`<p>${otherwise}</p>`
  return html`<dl class="values">
${list.map(
  ({ name, type, optional, description }) => html`<div>
<dt><code class="name">${breakable(name)}</code> <span class="type">${type}</span>${optional ? html` <span class="optional">optional</span>` : ''}</dt>
<dd>${prose(description)}</dd>
</div>`,
)}
</dl>`
}

function errors(operation: ReferenceOperation): Html {
  if (operation.errors.length === 0) return html``
  return html`<h2>Errors</h2>
<dl class="values">
${operation.errors.map(
  ({ status, meaning }) => html`<div>
<dt><code class="name">${status}</code></dt>
<dd>${prose(meaning)}</dd>
</div>`,
)}
</dl>`
}
