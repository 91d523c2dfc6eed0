import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { stylesheetFile } from '@gatehouse/reference/stylesheet'
import { type Handler, Hono } from 'hono'
import type { HonoEnvironment } from '../http/mount-routes.ts'
import { respond } from '../http/respond.ts'

/** The only static files. */
export const assetRoutes = new Hono<HonoEnvironment>()
  .get('/assets/pages.css', serveStylesheet(new URL('../../public/pages.css', import.meta.url)))
  .get('/assets/reference.css', serveStylesheet(stylesheetFile))

/** Held in memory from the first request on. Browsers ask again each time and mostly hear 304. */
function serveStylesheet(file: URL): Handler<HonoEnvironment> {
  let held: { text: string; etag: string } | undefined
  return (c) => {
    held ??= readStylesheet(file)
    const headers = { etag: held.etag, 'cache-control': 'no-cache' }
    if (c.req.header('if-none-match') === held.etag) return respond(c, { status: 304, headers, body: null })
    return respond(c, {
      status: 200,
      headers: { ...headers, 'content-type': 'text/css; charset=utf-8' },
      body: held.text,
    })
  }
}

function readStylesheet(file: URL): { text: string; etag: string } {
  const text = readFileSync(file, 'utf8')
  return { text, etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` }
}
