import { html, raw } from 'hono/html'
import type { Addresses } from './open-reference.ts'
import type { ReferenceOperation } from './read-operations.ts'

export type Html = ReturnType<typeof html>

/** The frame of every page of the reference. Neither scripts nor inline styles: the pages' CSP forbids both. */
export function pageView(page: {
  title: string
  current?: string
  operations: ReferenceOperation[]
  addresses: Addresses
  content: Html
}): Html {
  const { title, current, operations, addresses, content } = page
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Gatehouse reference</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${addresses.stylesheet}">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<a class="brand" href="${addresses.index}">Gatehouse <span>API reference</span></a>
<a class="all" href="#operations">All operations</a>
</header>
<main id="content">
${content}
</main>
<nav id="operations" aria-label="Operations">
${byTag(operations).map(
  ([tag, list]) => html`<h2>${tag}</h2>
<ul>
${list.map((operation) => navigationEntry(operation, current, addresses))}
</ul>`,
)}
</nav>
</body>
</html>
`
}

function navigationEntry(operation: ReferenceOperation, current: string | undefined, addresses: Addresses): Html {
  const here = operation.name === current ? html` aria-current="page"` : ''
  return html`<li><a href="${addresses.operation(operation.name)}"${here}>${operation.title}</a></li>`
}

export function byTag(operations: ReferenceOperation[]): [string, ReferenceOperation[]][] {
  return [...Map.groupBy(operations, ({ tag }) => tag)]
}

export function endpoint({ method, path }: ReferenceOperation): Html {
  return html`<span class="method method-${method.toLowerCase()}">${method}</span> <code>${breakable(path)}</code>`
}

/** Backquotes mark code, as in the OpenAPI document. */
export function prose(text: string): Html {
  const parts = text.split('`')
  return html`${parts.map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`))}`
}

/** A long path may be broken before each of its parts. */
export function breakable(path: string): Html {
  const parts = path.split(/(?=[/.(])/)
  return html`${parts.map((part, index) => html`${index === 0 ? '' : raw('<wbr>')}${part}`)}`
}
