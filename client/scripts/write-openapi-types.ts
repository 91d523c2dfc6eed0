import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import openapiTypes, { astToString } from 'openapi-typescript'

const REPOSITORY = join(import.meta.dirname, '../..')
export const TYPES_FILE = join(REPOSITORY, 'client/src/api/openapi.generated.ts')

/** The server's OpenAPI document as TypeScript types, as they are committed. */
export async function toOpenapiTypes(): Promise<string> {
  const document = JSON.parse(readFileSync(join(REPOSITORY, 'server/openapi.json'), 'utf8'))
  // What has a default may be left out of a request.
  const types = await openapiTypes(document, { defaultNonNullable: false })
  return `// Made of server/openapi.json by npm run openapi.\n\n${astToString(types)}`
}

if (import.meta.main) writeFileSync(TYPES_FILE, await toOpenapiTypes())
