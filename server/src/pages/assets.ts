import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Hono } from 'hono'

const stylesheet = readFileSync(new URL('../../public/pages.css', import.meta.url), 'utf8')
const etag = `"${createHash('sha256').update(stylesheet).digest('base64url').slice(0, 22)}"`

/** The only static file, held in memory. Browsers ask again each time and mostly hear 304. */
export const assetRoutes = new Hono().get('/assets/pages.css', (c) => {
  const headers = { etag, 'cache-control': 'no-cache' }
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers)
  return c.body(stylesheet, 200, {
    ...headers,
    'content-type': 'text/css; charset=utf-8',
  })
})
