import { html } from 'hono/html'
import { type Step, steps } from './steps.ts'

const strings = {
  brand: 'Gatehouse demo',
  footer: 'A demo app. Gatehouse is independent of WorkOS; the SDK is theirs.',
  justHappened: 'What just happened',
}

export type Html = ReturnType<typeof html>

export function demoLayout(page: { title: string; content: Html }): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${page.title} · ${strings.brand}</title>
<link rel="icon" href="${ICON_URL}">
<link rel="stylesheet" href="/demo.css">
</head>
<body>
<header class="brand"><a href="/"><svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path fill="currentColor" fill-rule="evenodd" d="${GATE_PATH}"/></svg>${strings.brand}</a></header>
<main class="page">
${page.content}
</main>
<footer class="footer">${strings.footer}</footer>
</body>
</html>
`
}

export function whatJustHappened(step: Step): Html {
  return html`<aside class="step" aria-labelledby="step-title">
<p class="step-title" id="step-title">${strings.justHappened}</p>
<p>${steps[step].text}</p>
${callLine(steps[step].call)}
</aside>`
}

export function callLine(call: string): Html {
  return html`<p class="call"><code>${call}</code></p>`
}

/** The gate of the hosted pages, drawn here again: an app does not share files with its sign-in server. */
const GATE_PATH =
  'M3.75 22A.75.75 0 0 1 3 21.25V11a9 9 0 0 1 18 0v10.25a.75.75 0 0 1-.75.75H3.75Z' +
  'M12 8a2.75 2.75 0 0 0-1.4 5.12L9.9 17.4a.5.5 0 0 0 .5.6h3.2a.5.5 0 0 0 .5-.6l-.7-4.28A2.75 2.75 0 0 0 12 8Z'

const ICON_URL = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#2f62d9" fill-rule="evenodd" d="${GATE_PATH}"/></svg>`,
)}`
