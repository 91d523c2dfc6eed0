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
  'manifest',
  'object',
  'paintworklet',
  'report',
  'script',
  'serviceworker',
  'sharedworker',
  'style',
  'track',
  'video',
  'webidentity',
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

function isPrefetch(header: (name: string) => string | undefined): boolean {
  const purpose = `${header('sec-purpose') ?? ''} ${header('purpose') ?? ''} ${header('x-purpose') ?? ''} ${header('x-moz') ?? ''}`
  return (
    /prefetch|prerender|preview/i.test(purpose) ||
    header('next-router-prefetch') !== undefined ||
    header('x-middleware-prefetch') !== undefined
  )
}
