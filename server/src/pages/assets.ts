import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { stylesheetFile } from '@gatehouse/reference/stylesheet'
import { type Handler, Hono } from 'hono'
import type { HonoEnvironment } from '../http/mount-routes.ts'
import { respond } from '../http/respond.ts'
import { packageFile } from '../package-file.ts'

const CSS = 'text/css; charset=utf-8'
const SCRIPT = 'text/javascript; charset=utf-8'

/** The only static files. */
const FILES: Record<string, { file: URL; type: string }> = {
  '/assets/pages.css': { file: packageFile('public/pages.css'), type: CSS },
  '/assets/signed-in.js': { file: packageFile('public/signed-in.js'), type: SCRIPT },
  '/assets/signed-out.js': { file: packageFile('public/signed-out.js'), type: SCRIPT },
  '/assets/reference.css': { file: stylesheetFile, type: CSS },
}

export const ASSET_PATHS = Object.keys(FILES)

export const assetRoutes = new Hono<HonoEnvironment>()
for (const [path, { file, type }] of Object.entries(FILES)) assetRoutes.get(path, serveFile(file, type))

/** Held in memory from the first request on. Browsers ask again each time and mostly hear 304. */
function serveFile(file: URL, type: string): Handler<HonoEnvironment> {
  let held: { text: string; etag: string } | undefined
  return (c) => {
    held ??= readText(file)
    const headers = { etag: held.etag, 'cache-control': 'no-cache' }
    if (c.req.header('if-none-match') === held.etag) return respond(c, { status: 304, headers, body: null })
    return respond(c, { status: 200, headers: { ...headers, 'content-type': type }, body: held.text })
  }
}

function readText(file: URL): { text: string; etag: string } {
  const text = readFileSync(file, 'utf8')
  return { text, etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` }
}
