import { z } from 'zod'
import type { Config } from '../../config.ts'
import type { PasswordResetRow } from '../../database/schema.ts'
import { instant } from '../../http/instant.ts'

/** The official object. */
export const passwordResetObject = z
  .object({
    object: z.literal('password_reset'),
    id: z.string(),
    user_id: z.string(),
    email: z.string(),
    expires_at: instant,
    created_at: instant,
    password_reset_token: z.string(),
    password_reset_url: z.string(),
  })
  .meta({ id: 'PasswordReset' })

export type PasswordResetObject = z.infer<typeof passwordResetObject>

/** In events the token and the link are left out: whoever reads the log is not meant to sign in as everybody. */
export type PasswordResetEventData = Omit<PasswordResetObject, 'password_reset_token' | 'password_reset_url'>

export function toPasswordResetEventData(row: PasswordResetRow): PasswordResetEventData {
  return {
    object: 'password_reset',
    id: row.id,
    user_id: row.user_id,
    email: row.email,
    expires_at: row.expires_at,
    created_at: row.created_at,
  }
}

export function toPasswordResetObject(row: PasswordResetRow, token: string, config: Config): PasswordResetObject {
  return {
    ...toPasswordResetEventData(row),
    password_reset_token: token,
    password_reset_url: passwordResetUrl(config, token),
  }
}

/** Made of the configured public URL and of nothing that a request says of its host. */
export function passwordResetUrl(config: Config, token: string): string {
  return `${config.publicUrl}/reset-password?token=${token}`
}
