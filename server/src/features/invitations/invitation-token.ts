import type { Config } from '../../config.ts'
import type { AppContext } from '../../context.ts'
import type { InvitationRow } from '../../database/schema.ts'
import { hashSecret, randomSecret } from '../../platform/secrets.ts'

/** As it is kept: to be found by its hash, and sealed for the API, which shows it whenever it shows the invitation. */
export function makeToken(
  app: AppContext,
  invitationId: string,
): { token: string; columns: Pick<InvitationRow, 'token_hash' | 'sealed_token'> } {
  const token = randomSecret()
  const sealed_token = app.seal.seal(Buffer.from(token), sealedFor(invitationId))
  return { token, columns: { token_hash: hashSecret(token), sealed_token } }
}

export function openToken(app: AppContext, invitation: InvitationRow): string {
  return app.seal.open(invitation.sealed_token, sealedFor(invitation.id)).toString()
}

/** Made of the configured public URL and of nothing that a request says of its host. */
export function acceptInvitationUrl(config: Config, token: string): string {
  return `${config.publicUrl}/invite?invitation_token=${token}`
}

function sealedFor(id: string): string {
  return `invitation.${id}`
}
