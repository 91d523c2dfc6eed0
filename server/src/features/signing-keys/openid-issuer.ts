import type { Config } from '../../config.ts'

/**
 * The `iss` of ID tokens and logout tokens: where the discovery document is, because relying parties compare the two
 * (OpenID Connect Discovery 1.0, 4.3). `GATEHOUSE_ISSUER` is for access tokens alone.
 */
export function openidIssuer(config: Config): string {
  return config.publicUrl
}
