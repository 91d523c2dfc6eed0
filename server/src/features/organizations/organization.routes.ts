import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import { containsPattern } from '../../database/contains-pattern.ts'
import { defineRoute } from '../../http/define-route.ts'
import { notFound } from '../../http/errors.ts'
import { listParameter } from '../../http/list-parameter.ts'
import { pageOf, pageParameters, positionIn, readPage, toList } from '../../http/pagination.ts'
import { created, ok } from '../../http/reply.ts'
import { createOrganization } from './create-organization.ts'
import {
  findOrganization,
  findOrganizationByExternalId,
  type Organization,
  listOrganizations as readOrganizations,
} from './organization.queries.ts'
import { type OrganizationObject, organizationObject, toOrganizationObject } from './organization.wire.ts'
import { listDomainsOfOrganizations } from './organization-domain.queries.ts'
import { organizationChanges, organizationFields } from './organization-fields.ts'
import { updateOrganization } from './update-organization.ts'

const PATH = '/organizations'
const TAG = 'Organizations'
const MOST_DOMAINS = 100

const params = z.object({ id: z.string().meta({ description: 'The ID of the organization.' }) })
const domains = listParameter(MOST_DOMAINS)

const createOrganizationRoute = defineRoute({
  method: 'post',
  path: PATH,
  summary: 'Create an organization',
  tag: TAG,
  caller: 'api-key',
  isCreate: true,
  body: organizationFields,
  responses: { 201: organizationObject },
  refusals: [400, 409],
  async handle(app, { body }) {
    const { organization, domains } = await createOrganization(app, body)
    return created(toOrganizationObject(organization, domains))
  },
})

const listOrganizations = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'List organizations',
  tag: TAG,
  caller: 'api-key',
  query: z.object({
    ...pageParameters,
    domains: domains.meta({ description: 'Only organizations with one of these domains.' }),
    'domains[]': domains.meta({ description: 'The same, as some SDKs write lists.' }),
    search: z.string().max(255).optional().meta({ description: 'Only with this text in the name or in a domain.' }),
  }),
  responses: { 200: pageOf(organizationObject) },
  async handle(app, { query }) {
    const filter = {
      domains: [...(query.domains ?? []), ...(query['domains[]'] ?? [])].map((domain) => domain.toLowerCase()),
      pattern: query.search ? containsPattern(query.search) : undefined,
    }
    const page = await readPage(
      query,
      positionIn((id) => findOrganization(app.db, id)),
      (keyset) => readOrganizations(app.db, filter, keyset),
    )
    const rows = await listDomainsOfOrganizations(
      app.db,
      page.data.map((organization) => organization.id),
    )
    return ok(
      toList(page, (organization) =>
        toOrganizationObject(
          organization,
          rows.filter((row) => row.organization_id === organization.id),
        ),
      ),
    )
  },
})

const getOrganizationByExternalId = defineRoute({
  method: 'get',
  path: `${PATH}/external_id/{external_id}`,
  summary: 'Get an organization by external ID',
  tag: TAG,
  caller: 'api-key',
  params: z.object({ external_id: z.string().meta({ description: 'The ID that your system gave the organization.' }) }),
  responses: { 200: organizationObject },
  async handle(app, { params }) {
    const organization = await findOrganizationByExternalId(app.db, params.external_id)
    if (!organization) throw notFound('Organization', params.external_id)
    return ok(await withDomains(app, organization))
  },
})

const getOrganization = defineRoute({
  method: 'get',
  path: `${PATH}/{id}`,
  summary: 'Get an organization',
  tag: TAG,
  caller: 'api-key',
  params,
  responses: { 200: organizationObject },
  async handle(app, { params }) {
    const organization = await findOrganization(app.db, params.id)
    if (!organization) throw notFound('Organization', params.id)
    return ok(await withDomains(app, organization))
  },
})

const updateOrganizationRoute = defineRoute({
  method: 'put',
  path: `${PATH}/{id}`,
  summary: 'Update an organization',
  tag: TAG,
  caller: 'api-key',
  params,
  body: organizationChanges,
  responses: { 200: organizationObject },
  refusals: [400, 409],
  async handle(app, { params, body }) {
    const { organization, domains } = await updateOrganization(app, params.id, body)
    return ok(toOrganizationObject(organization, domains))
  },
})

/** Deleting is in `features/deletion`: more than the organization goes with it. */
export const organizationRoutes = [
  createOrganizationRoute,
  listOrganizations,
  getOrganizationByExternalId,
  getOrganization,
  updateOrganizationRoute,
]

async function withDomains(app: AppContext, organization: Organization): Promise<OrganizationObject> {
  return toOrganizationObject(organization, await listDomainsOfOrganizations(app.db, [organization.id]))
}
