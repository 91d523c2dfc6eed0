import type { AppContext } from '../../context.ts'
import { isCorsOriginRegistered } from '../applications/cors-origin.queries.ts'
import { registerCorsOrigin } from '../applications/register-cors-origin.ts'
import { registerUri, type UriEntry } from '../applications/register-uri.ts'
import { readRegisteredUris, type UriList } from '../applications/registered-uri.queries.ts'
import { isBackchannelLogoutUriRegistered } from '../backchannel-logout/backchannel-logout-uri.queries.ts'
import {
  type BackchannelLogoutUriEntry,
  chooseApplication,
  registerBackchannelLogoutUri,
} from '../backchannel-logout/register-backchannel-logout-uri.ts'
import { findJwtTemplate } from '../jwt-templates/jwt-template.queries.ts'
import { setJwtTemplate } from '../jwt-templates/set-jwt-template.ts'
import { explained } from './explain-refusal.ts'
import { inSeedingTurn } from './in-seeding-turn.ts'
import { seedApiKeys } from './seed-api-keys.ts'
import type { Seed } from './seed-file.ts'
import { seedInvitations } from './seed-invitations.ts'
import { seedOrganizations } from './seed-organizations.ts'
import { seedEnvironmentRoles, seedOrganizationRoles, seedPermissions } from './seed-roles.ts'
import { seedUsers } from './seed-users.ts'
import { seedWebhookEndpoints } from './seed-webhook-endpoints.ts'
import { nothingSeeded } from './seeded.ts'

const KEYS: Record<UriList, keyof Seed> = { redirect_uri: 'redirectUris', sign_out_uri: 'signOutUris' }

/** Adds what is not there yet, so that starting again with the same file changes nothing. */
export async function applySeed(app: AppContext, seed: Seed): Promise<void> {
  if (seed.unsupported.length > 0) {
    app.log.warn('The seed file has keys that are not supported yet. They are ignored.', {
      file: app.config.seedFile,
      keys: seed.unsupported.join(', '),
    })
  }
  await inSeedingTurn(app, () => addWhatIsMissing(app, seed))
}

async function addWhatIsMissing(app: AppContext, seed: Seed): Promise<void> {
  await seedPermissions(app, seed.permissions)
  await seedEnvironmentRoles(app, seed.roles)
  const seeded = nothingSeeded()
  await seedUsers(app, seed.users, seeded)
  await seedOrganizations(app, seed.organizations, seeded)
  await seedOrganizationRoles(app, seed.roles, seeded)
  await seedApiKeys(app, seed.apiKeys, seeded)
  await seedInvitations(app, seed.invitations, seeded)
  await seedJwtTemplate(app, seed.jwtTemplate)
  await registerMissing(app, 'redirect_uri', seed.redirectUris)
  await registerMissing(app, 'sign_out_uri', seed.signOutUris)
  for (const origin of seed.corsOrigins) {
    if (!(await isCorsOriginRegistered(app.db, origin)))
      await explained(app, `corsOrigins: ${origin}`, () => registerCorsOrigin(app, origin))
  }
  for (const entry of seed.backchannelLogoutUris) {
    await explained(app, `backchannelLogoutUris: ${entry.uri}`, () => registerReceiverUnlessPresent(app, entry))
  }
  await seedWebhookEndpoints(app, seed.webhookEndpoints)
}

async function seedJwtTemplate(app: AppContext, template: Seed['jwtTemplate']): Promise<void> {
  if (template === undefined || (await findJwtTemplate(app.db))) return
  await explained(app, 'jwtTemplate', () => setJwtTemplate(app, template.content))
}

async function registerMissing(app: AppContext, list: UriList, entries: UriEntry[]): Promise<void> {
  const known = new Set((await readRegisteredUris(app.db, list)).map((entry) => entry.uri))
  for (const entry of entries) {
    if (!known.has(entry.uri)) await explained(app, `${KEYS[list]}: ${entry.uri}`, () => registerUri(app, list, entry))
  }
}

async function registerReceiverUnlessPresent(app: AppContext, entry: BackchannelLogoutUriEntry): Promise<void> {
  const applicationId = await chooseApplication(app, entry.clientId)
  if (await isBackchannelLogoutUriRegistered(app.db, applicationId, entry.uri)) return
  await registerBackchannelLogoutUri(app, entry)
}
