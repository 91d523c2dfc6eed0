import { STATUS_CODES } from 'node:http'
import { z } from 'zod'
import type { ResponseShape, Route } from './define-route.ts'
import { OAuthError } from './errors.ts'
import type { EventShapes } from './event-stream.ts'

type Json = Record<string, unknown>

export interface OpenApiDocument {
  openapi: '3.1.1'
  info: Json
  servers: Json[]
  tags: { name: string }[]
  paths: Record<string, Record<string, Json>>
  components: { schemas: Json; responses: Json; securitySchemes: Json }
}

const errorObject = z
  .object({
    message: z.string(),
    code: z.string().optional().meta({ description: 'For programs; stable.' }),
    errors: z.array(z.object({ code: z.string(), field: z.string().optional(), message: z.string() })).optional(),
  })
  .meta({ id: 'Error' })

const oauthErrorObject = z
  .object({ error: z.string(), error_description: z.string() })
  .meta({ id: 'OAuthError', description: 'RFC 6749, section 5.2.' })

const DESCRIPTION =
  'The part of the WorkOS AuthKit API that Gatehouse speaks, and what it adds to it. Every request can also be ' +
  'answered with the default response: when it is malformed, too large or uses the wrong method (4xx), when too ' +
  'many came before it (429, with `Retry-After`), or when the server is busy or cannot reach its database (503, with `Retry-After`).'

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Sent again within 24 hours with the same key and body, the request makes no second object and gets the same answer.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
}

/** The routes as an OpenAPI 3.1 document. Everything in it comes from the contracts, in the order of the routes. */
export function toOpenApi(routes: Route[], version: string): OpenApiDocument {
  const documented = routes.filter((route) => !route.isPage && !route.isUndocumented)
  const schemas: Json = {}
  const error = toJsonSchema(errorObject, 'output', schemas)
  const paths: OpenApiDocument['paths'] = {}
  for (const route of documented) {
    paths[route.path] = { ...paths[route.path], [route.method]: toOperation(route, schemas) }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Gatehouse',
      version,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'http://localhost:4100', description: 'A server in development mode.' }],
    tags: [...new Set(documented.map((route) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      responses: { Error: { description: 'A refusal.', content: { 'application/json': { schema: error } } } },
      schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key, as `gatehouse api-keys create` prints it.',
        },
      },
    },
  }
}

function toOperation(route: Route, schemas: Json): Json {
  const parameters = [
    ...toParameters('path', route.params, schemas),
    ...toParameters('query', route.query, schemas),
    ...(route.isCreate ? [IDEMPOTENCY_KEY] : []),
  ]
  return {
    operationId: operationId(route),
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    tags: [route.tag],
    security: route.caller === 'api-key' ? [{ apiKey: [] }] : [],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.body ? { requestBody: toRequestBody(route, route.body, schemas) } : {}),
    responses: { ...toAnswers(route, schemas), ...toRefusals(route, schemas) },
  }
}

/** Of method and path, which are unique: `get /users/{id}/sessions` → `getUsersByIdSessions`. */
function operationId({ method, path }: Route): string {
  const words = path.replace(/\{/g, 'by_').split(/\W|_/).filter(Boolean)
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function toParameters(place: 'path' | 'query', schema: z.ZodType | undefined, schemas: Json): Json[] {
  if (!schema) return []
  const whole = toJsonSchema(schema, 'input', schemas) as JsonObject
  const object = whole.properties ? whole : whole.anyOf?.find((choice) => choice.properties)
  return Object.entries(object?.properties ?? {}).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: object?.required?.includes(name) ?? false,
    ...(description === undefined ? {} : { description }),
    schema: rest,
  }))
}

interface JsonObject {
  properties?: Record<string, Json>
  required?: string[]
  anyOf?: JsonObject[]
}

/** OAuth clients send forms (RFC 6749, section 4.1.3); whoever has an API key sends JSON. */
function toRequestBody(route: Route, body: z.ZodType, schemas: Json): Json {
  const media = { schema: toJsonSchema(body, 'input', schemas) }
  const form = route.caller === 'api-key' ? {} : { 'application/x-www-form-urlencoded': media }
  return { required: true, content: { 'application/json': media, ...form } }
}

function toAnswers(route: Route, schemas: Json): Json {
  const answers = Object.entries(route.responses as Record<string, ResponseShape>)
  return Object.fromEntries(
    answers.map(([status, shape]) => [
      status,
      { description: STATUS_CODES[status], ...toContent(status, shape, schemas) },
    ]),
  )
}

function toContent(status: string, shape: ResponseShape, schemas: Json): Json {
  if (status === '302') return { headers: { Location: { required: true, schema: { type: 'string' } } } }
  if (shape === 'empty') return {}
  if (shape === 'text') return { content: { 'text/plain': { schema: { type: 'string' } } } }
  if (shape === 'html') return { content: { 'text/html': { schema: { type: 'string' } } } }
  if ('json' in shape) {
    const json = { schema: toJsonSchema(shape.json, 'output', schemas) }
    return { content: { 'application/json': json, 'text/event-stream': toEvents(shape.events, schemas) } }
  }
  return { content: { 'application/json': { schema: toJsonSchema(shape, 'output', schemas) } } }
}

/** OpenAPI 3.1 has no words for the single events of a stream, so the shapes of their data stand in an extension. */
function toEvents(events: EventShapes, schemas: Json): Json {
  const shapes = Object.entries(events).map(([name, shape]) => [name, toJsonSchema(shape, 'output', schemas)])
  return { schema: { type: 'string' }, 'x-events': Object.fromEntries(shapes) }
}

/** What follows from the contract, and what the route says beside. */
function toRefusals(route: Route, schemas: Json): Json {
  const plain = { $ref: '#/components/responses/Error' }
  const statuses = new Set<number>([
    ...(route.caller === 'api-key' ? [401] : []),
    ...(route.hasEffect ? [403] : []),
    ...(route.isCreate ? [409] : []),
    ...(route.params ? [404] : []),
    ...(route.params || route.query || route.body ? [422] : []),
    ...(route.refusals ?? []),
  ])
  const isOAuth = route.refuse?.([]) instanceof OAuthError
  return {
    ...(isOAuth ? { 400: eitherError(schemas, 400) } : {}),
    ...Object.fromEntries([...statuses].map((status) => [status, plain])),
    ...(isOAuth && statuses.has(401) ? { 401: eitherError(schemas, 401) } : {}),
    ...(isOAuth && statuses.has(429) ? { 429: eitherError(schemas, 429) } : {}),
    default: plain,
  }
}

/** OAuth endpoints refuse in the shape of OAuth, and with the plain one what is no matter of OAuth. */
function eitherError(schemas: Json, status: 400 | 401 | 429): Json {
  const anyOf = [toJsonSchema(oauthErrorObject, 'output', schemas), toJsonSchema(errorObject, 'output', schemas)]
  return { description: STATUS_CODES[status], content: { 'application/json': { schema: { anyOf } } } }
}

/** Schemas with an `id` become components, which are added to `schemas`. */
function toJsonSchema(schema: z.ZodType, io: 'input' | 'output', schemas: Json): unknown {
  // As a property, so that a schema with an id is referred to as well.
  const { $defs = {}, properties } = z.toJSONSchema(z.object({ it: schema }), { io, unrepresentable: 'any', override })
  for (const [name, component] of Object.entries(withReferences($defs))) {
    const known = JSON.stringify(schemas[name] ?? component)
    if (known !== JSON.stringify(component)) throw new Error(`Two schemas are called ${name}.`)
    schemas[name] = component
  }
  return withReferences(properties?.it)
}

/** A client should not break when a member is added; and what a format says needs no pattern of 150 characters. */
function override({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
  if (jsonSchema.format) delete jsonSchema.pattern
}

function withReferences(schema: unknown): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'))
}
