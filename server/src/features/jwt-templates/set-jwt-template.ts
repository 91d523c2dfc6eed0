import type { AppContext } from '../../context.ts'
import type { JwtTemplateRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError } from '../../http/errors.ts'
import { hasFormOfClaim } from './claims-of-template.ts'
import { putJwtTemplate, removeJwtTemplate } from './jwt-template.queries.ts'
import { parseJwtTemplate } from './parse-jwt-template.ts'
import { renderJwtTemplate } from './render-jwt-template.ts'
import { JwtTemplateError } from './template.ts'
import { exampleValues } from './template-paths.ts'

/**
 * Tokens that are issued from then on have its claims; on other nodes a second later. Throws a 422 that says what is
 * wrong with the template, and then the one before stays.
 */
export async function setJwtTemplate(app: AppContext, content: string): Promise<JwtTemplateRow> {
  refuseBadTemplate(content)
  const row = await inTransaction(app, (tx) => putJwtTemplate(tx.db, content, tx.clock.now()))
  await app.jwtTemplate.reload()
  return row
}

/** Answers whether there was one. Tokens that are issued from then on have no claims of a template. */
export async function dropJwtTemplate(app: AppContext): Promise<boolean> {
  const wasThere = await inTransaction(app, (tx) => removeJwtTemplate(tx.db))
  await app.jwtTemplate.reload()
  return wasThere
}

/** What can be known before there is a user to render it for. */
function refuseBadTemplate(content: string): void {
  try {
    const claims = renderJwtTemplate(parseJwtTemplate(content), exampleValues())
    const [misshapen] = Object.entries(claims).find(([name, value]) => !hasFormOfClaim(name, value)) ?? []
    if (misshapen !== undefined)
      throw new JwtTemplateError(`The claim ${misshapen} must have the form that it has without a template`)
  } catch (error) {
    if (!(error instanceof JwtTemplateError)) throw error
    throw new ApiError(422, `Validation failed. ${error.message}.`, {
      code: 'invalid_request_parameters',
      errors: [{ code: 'invalid_template', field: 'content', message: error.message }],
    })
  }
}
