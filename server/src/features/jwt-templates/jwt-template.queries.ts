import type { Reader, Writer } from '../../database/database.ts'
import type { JwtTemplateRow } from '../../database/schema.ts'

export async function findJwtTemplate(db: Reader): Promise<JwtTemplateRow | undefined> {
  return await db.selectFrom('jwt_template').selectAll().executeTakeFirst()
}

/** There is one at most; it keeps the time at which there was one first. */
export async function putJwtTemplate(db: Writer, content: string, now: Date): Promise<JwtTemplateRow> {
  const time = now.toISOString()
  return await db
    .insertInto('jwt_template')
    .values({ id: 1, content, created_at: time, updated_at: time })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ content, updated_at: time }))
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Answers whether there was one. */
export async function removeJwtTemplate(db: Writer): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('jwt_template').executeTakeFirst()
  return numDeletedRows > 0n
}
