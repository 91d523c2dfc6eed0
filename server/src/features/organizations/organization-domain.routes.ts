import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { notFound } from '../../http/errors.ts'
import { created, noContent, ok } from '../../http/reply.ts'
import { claimDomain } from './add-organization-domain.ts'
import { domainName } from './domain-name.ts'
import { deleteDomain } from './drop-organization-domain.ts'
import { organizationDomainObject, toOrganizationDomainObject } from './organization.wire.ts'
import { findOrganizationDomain } from './organization-domain.queries.ts'
import { restartVerification } from './verify-organization-domain.ts'

const PATH = '/organization_domains'
const TAG = 'Organization domains'

const params = z.object({ id: z.string().meta({ description: 'The ID of the organization domain.' }) })

const createOrganizationDomain = defineRoute({
  method: 'post',
  path: PATH,
  summary: 'Create an organization domain',
  description: 'A TXT record of the domain that says `<verification_prefix>=<verification_token>` verifies it.',
  tag: TAG,
  caller: 'api-key',
  isCreate: true,
  body: z.object({
    domain: domainName,
    organization_id: z.string().meta({ description: 'The ID of the organization that owns it.' }),
  }),
  responses: { 201: organizationDomainObject },
  refusals: [404, 409],
  async handle(app, { body }) {
    const row = await claimDomain(app, { organizationId: body.organization_id, domain: body.domain })
    return created(toOrganizationDomainObject(row))
  },
})

const getOrganizationDomain = defineRoute({
  method: 'get',
  path: `${PATH}/{id}`,
  summary: 'Get an organization domain',
  tag: TAG,
  caller: 'api-key',
  params,
  responses: { 200: organizationDomainObject },
  async handle(app, { params }) {
    const row = await findOrganizationDomain(app.db, params.id)
    if (!row) throw notFound('Organization domain', params.id)
    return ok(toOrganizationDomainObject(row))
  },
})

const verifyOrganizationDomain = defineRoute({
  method: 'post',
  path: `${PATH}/{id}/verify`,
  summary: 'Verify an organization domain',
  description: 'Has the TXT record looked for at once, and every minute for 30 days.',
  tag: TAG,
  caller: 'api-key',
  params,
  responses: { 201: organizationDomainObject },
  refusals: [400],
  handle: async (app, { params }) => created(toOrganizationDomainObject(await restartVerification(app, params.id))),
})

const deleteOrganizationDomain = defineRoute({
  method: 'delete',
  path: `${PATH}/{id}`,
  summary: 'Delete an organization domain',
  tag: TAG,
  caller: 'api-key',
  params,
  responses: { 204: 'empty' },
  async handle(app, { params }) {
    await deleteDomain(app, params.id)
    return noContent()
  },
})

export const organizationDomainRoutes = [
  createOrganizationDomain,
  getOrganizationDomain,
  verifyOrganizationDomain,
  deleteOrganizationDomain,
]
