/** What browsers and frameworks send when a person did not act: a link is fetched in advance or for a picture. */
const EMBEDS = new Set([
  'audio',
  'audioworklet',
  'embed',
  'fencedframe',
  'font',
  'frame',
  'iframe',
  'image',
  'json',
  'manifest',
  'object',
  'paintworklet',
  'report',
  'script',
  'serviceworker',
  'sharedworker',
  'speculationrules',
  'style',
  'text',
  'track',
  'video',
  'webidentity',
  'websocket',
  'worker',
  'xslt',
])

/**
 * Why a GET that changes something must not run, or undefined if it may. A list of what is refused rather than of what
 * is allowed, because the official browser SDK signs out with `fetch(url, { mode: 'no-cors' })`, and plain HTTP
 * clients send none of these headers.
 */
export function whyNotARealAct(method: string, header: (name: string) => string | undefined): string | undefined {
  if (method === 'HEAD') return 'a HEAD request'
  if (isPrefetch(header)) return 'a prefetch'
  const destination = header('sec-fetch-dest')?.toLowerCase()
  if (destination && EMBEDS.has(destination)) return `an embedded resource (Sec-Fetch-Dest: ${destination})`
  return undefined
}

/** Headers whose value tells why the request is made. Browsers, older browsers, Safari, Turbo, Firefox. */
const PURPOSES = ['sec-purpose', 'purpose', 'x-purpose', 'x-sec-purpose', 'x-moz']
/** Headers that are only there at all when something is fetched in advance: Next.js, and htmx's preload extension. */
const PRELOAD_MARKS = ['next-router-prefetch', 'next-router-segment-prefetch', 'x-middleware-prefetch', 'hx-preloaded']

function isPrefetch(header: (name: string) => string | undefined): boolean {
  const isPurpose = PURPOSES.some((name) => /prefetch|prerender|preview/i.test(header(name) ?? ''))
  return isPurpose || PRELOAD_MARKS.some((name) => header(name) !== undefined)
}
