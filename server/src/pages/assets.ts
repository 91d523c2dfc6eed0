import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import type { HonoEnvironment } from '../http/mount-routes.ts'
import { respond } from '../http/respond.ts'

const stylesheet = readFileSync(new URL('../../public/pages.css', import.meta.url), 'utf8')
const etag = `"${createHash('sha256').update(stylesheet).digest('base64url').slice(0, 22)}"`

/** The only static file, held in memory. Browsers ask again each time and mostly hear 304. */
export const assetRoutes = new Hono<HonoEnvironment>().get('/assets/pages.css', (c) => {
  const headers = { etag, 'cache-control': 'no-cache' }
  if (c.req.header('if-none-match') === etag) return respond(c, { status: 304, headers, body: null })
  return respond(c, {
    status: 200,
    headers: { ...headers, 'content-type': 'text/css; charset=utf-8' },
    body: stylesheet,
  })
})
