import { html, raw } from 'hono/html'
import type { Frame } from './frame.ts'
import { directionOf, LANGUAGE_NAMES, LANGUAGES } from './languages.ts'

const BRAND = 'Gatehouse'

export type Html = ReturnType<typeof html>

/** The whole document of a hosted page. There is no inline script in it and no inline style: the CSP of the pages forbids both. */
export function pageLayout(
  frame: Frame,
  page: {
    title: string
    width?: 'narrow' | 'wide'
    /** Where the browser goes by itself at once. */
    refreshTo?: string | undefined
    /** One of `public/`; the page must be answered with `scriptedPage`. */
    script?: 'signed-in' | 'signed-out'
    content: Html
  },
): Html {
  const { language, text } = frame
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="theme-color" content="#f4f6f5" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#0d1110" media="(prefers-color-scheme: dark)">
${page.refreshTo ? html`<meta http-equiv="refresh" content="0;url=${page.refreshTo}">` : ''}
<title>${page.title} · ${BRAND}</title>
<link rel="icon" href="${ICON_URL}">
<link rel="stylesheet" href="/assets/pages.css">
${page.script ? html`<script src="/assets/${page.script}.js" defer></script>` : ''}
</head>
<body>
<header class="wordmark"><svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path fill="currentColor" fill-rule="evenodd" d="${GATE_PATH}"/></svg>${BRAND}</header>
<main class="${page.width === 'wide' ? 'card card-wide' : 'card'}">
${page.content}
</main>
<footer class="footer">
${languageLinks(frame)}
<p>${text.layout.footer}</p>
</footer>
</body>
</html>
`
}

function languageLinks({ language, text, hrefIn }: Frame): Html | string {
  if (!hrefIn) return ''
  const items = LANGUAGES.map((other) => {
    const current = other === language ? html` aria-current="true"` : ''
    return html`<li><a href="${hrefIn(other)}" lang="${other}" hreflang="${other}"${current}>${LANGUAGE_NAMES[other]}</a></li>`
  })
  return html`<nav aria-label="${text.layout.language}"><ul class="languages">${items}</ul></nav>`
}

/** Sets the mood of a page that has nothing to fill in; says nothing that the heading does not say. */
export function pageIcon(name: keyof typeof ICONS): Html {
  return drawing('page-icon', name)
}

/** Before what it stands for, which is said in words beside it. */
export function symbol(name: keyof typeof ICONS): Html {
  return drawing('symbol', name)
}

function drawing(className: string, name: keyof typeof ICONS): Html {
  return html`<svg class="${className}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${raw(ICONS[name])}</svg>`
}

/** A command to copy: one click selects all of it. Left to right in every language. */
export function commandBlock(command: string): Html {
  return html`<pre class="command" dir="ltr"><code>${command}</code></pre>`
}

/** What only the developer of an application needs to know: in English on every page, as in the documents. */
export function technicalText(text: string): Html {
  return html`<p lang="en" dir="ltr">${text}</p>`
}

export function requestIdLine({ text }: Frame, requestId: string): Html {
  return html`<p class="request-id">${text.layout.requestId} <code dir="ltr">${requestId}</code></p>`
}

/** An arched gate with a keyhole in it. */
const GATE_PATH =
  'M3.75 22A.75.75 0 0 1 3 21.25V11a9 9 0 0 1 18 0v10.25a.75.75 0 0 1-.75.75H3.75Z' +
  'M12 8a2.75 2.75 0 0 0-1.4 5.12L9.9 17.4a.5.5 0 0 0 .5.6h3.2a.5.5 0 0 0 .5-.6l-.7-4.28A2.75 2.75 0 0 0 12 8Z'

const ICON_URL = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#159076" fill-rule="evenodd" d="${GATE_PATH}"/></svg>`,
)}`

const ICONS = {
  done: '<path d="M20 6 9 17l-5-5"/>',
  expired: '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>',
  desktop: '<rect x="3" y="4" width="18" height="12" rx="1.5"/><path d="M8 20h8M12 16v4"/>',
  mobile: '<rect x="7" y="2.5" width="10" height="19" rx="2"/><path d="M11 18.5h2"/>',
  other: '<path d="m7 9 3 3-3 3M13 15h4"/><rect x="3" y="4" width="18" height="16" rx="1.5"/>',
  problem: '<circle cx="12" cy="12" r="9"/><path d="M12 7.5v5M12 16.25v.01"/>',
}
