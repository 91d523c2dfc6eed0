import type { Database } from '../../database/database.ts'
import type { Logger } from '../../platform/logger.ts'
import { findJwtTemplate } from './jwt-template.queries.ts'
import { parseJwtTemplate } from './parse-jwt-template.ts'
import { type JwtTemplate, JwtTemplateError } from './template.ts'

/** The template, read once and held in memory: without one the tokens are made as if there were no templates. */
export interface JwtTemplateInForce {
  current(): JwtTemplate | undefined
  /** Reads the table again: another node may have set another one. */
  reload(): Promise<void>
}

export async function openJwtTemplate({
  database,
  log,
}: {
  database: Database
  log: Logger
}): Promise<JwtTemplateInForce> {
  let content: string | undefined
  let template: JwtTemplate | undefined
  const inForce: JwtTemplateInForce = {
    current: () => template,
    async reload() {
      const row = await findJwtTemplate(database.reader)
      if (row?.content === content) return
      content = row?.content
      template = content === undefined ? undefined : read(content, log)
    },
  }
  await inForce.reload()
  return inForce
}

/** It was checked when it was set; another version of this server may have been more generous. */
function read(content: string, log: Logger): JwtTemplate | undefined {
  try {
    return parseJwtTemplate(content)
  } catch (error) {
    if (!(error instanceof JwtTemplateError)) throw error
    log.error('The JWT template cannot be read, and tokens are issued without it. Set it again.', error)
    return undefined
  }
}
