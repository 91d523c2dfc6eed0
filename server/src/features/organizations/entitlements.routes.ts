import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { notFound } from '../../http/errors.ts'
import { ok } from '../../http/reply.ts'
import { entitlements } from './entitlements.ts'
import { findOrganization, type Organization } from './organization.queries.ts'
import { setEntitlements } from './set-entitlements.ts'

const PATH = '/organizations/{organizationId}/entitlements'
const TAG = 'Organizations'
const params = z.object({ organizationId: z.string().meta({ description: 'The ID of the organization.' }) })

/** Ours: in the official API entitlements come from a connection to Stripe, and no operation has them. */
const entitlementsObject = z
  .object({
    object: z.literal('organization_entitlements'),
    organization_id: z.string(),
    entitlements: z.array(z.string()),
  })
  .meta({ id: 'OrganizationEntitlements' })

const getEntitlements = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'Get the entitlements of an organization',
  tag: TAG,
  caller: 'api-key',
  params,
  responses: { 200: entitlementsObject },
  async handle(app, { params }) {
    const organization = await findOrganization(app.db, params.organizationId)
    if (!organization) throw notFound('Organization', params.organizationId)
    return ok(toEntitlementsObject(organization))
  },
})

const setEntitlementsRoute = defineRoute({
  method: 'put',
  path: PATH,
  summary: 'Set the entitlements of an organization',
  description:
    'What the organization has paid for, say. The claim `entitlements` of access tokens in the organization says them from ' +
    'the next sign-in or refresh on; without any there is no claim. They replace those there were.',
  tag: TAG,
  caller: 'api-key',
  params,
  body: z.object({ entitlements: entitlements.meta({ description: 'All of them, by slug; none: an empty list.' }) }),
  responses: { 200: entitlementsObject },
  handle: async (app, { params, body }) =>
    ok(toEntitlementsObject(await setEntitlements(app, params.organizationId, body.entitlements))),
})

export const entitlementRoutes = [getEntitlements, setEntitlementsRoute]

function toEntitlementsObject({ id, entitlements }: Organization): z.input<typeof entitlementsObject> {
  return { object: 'organization_entitlements', organization_id: id, entitlements }
}
