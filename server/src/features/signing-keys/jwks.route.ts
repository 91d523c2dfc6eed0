import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import { defineRoute } from '../../http/define-route.ts'
import { notFound } from '../../http/errors.ts'
import { ok } from '../../http/reply.ts'
import { findApplication } from '../applications/application.queries.ts'

const publicKey = z.object({
  kid: z.string(),
  kty: z.literal('RSA'),
  alg: z.literal('RS256'),
  use: z.literal('sig'),
  n: z.string(),
  e: z.string(),
  x5c: z.array(z.string()),
  'x5t#S256': z.string(),
})

/** Public and cacheable: it holds no secret, and verifiers must get it fast. */
export const getJwks = defineRoute({
  method: 'get',
  path: '/sso/jwks/{client_id}',
  summary: 'Get JWKS',
  tag: 'Session tokens',
  caller: 'anyone',
  cors: 'public',
  params: z.object({ client_id: z.string().meta({ description: 'The ID of the application.' }) }),
  responses: { 200: z.object({ keys: z.array(publicKey) }) },

  async handle(app, { params }) {
    const application = await findApplication(app.db, params.client_id)
    if (!application) throw notFound('Application', params.client_id)
    return showKeys(app)
  },
})

/** The same keys, for whoever reads of them in the discovery document: it names one address for all applications. */
export const getOpenidJwks = defineRoute({
  method: 'get',
  path: '/oauth2/jwks',
  summary: 'Get JWKS (OpenID Connect)',
  tag: 'OpenID Connect',
  caller: 'anyone',
  cors: 'public',
  responses: { 200: z.object({ keys: z.array(publicKey) }) },
  handle: async (app) => showKeys(app),
})

function showKeys(app: AppContext) {
  // The column holds what `generate-signing-key.ts` wrote, which is of this shape.
  const keys = app.keys.published(app.clock.now()).map((key) => key.publicJwk as z.infer<typeof publicKey>)
  return { ...ok({ keys }), headers: { 'cache-control': 'public, max-age=300' } }
}
