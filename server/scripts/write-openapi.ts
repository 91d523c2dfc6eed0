import { writeFileSync } from 'node:fs'
import server from '../package.json' with { type: 'json' }
import { routes } from '../src/app.ts'
import { toOpenApi } from '../src/http/openapi.ts'

writeFileSync(
  new URL('../openapi.json', import.meta.url),
  `${JSON.stringify(toOpenApi(routes, server.version), null, 2)}\n`,
)
