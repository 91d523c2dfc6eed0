import type { Value } from './operation-file.ts'

/** The parts of an OpenAPI 3.1 document that the reference reads. */
export interface OpenApi {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

export interface Operation {
  operationId: string
  summary: string
  description?: string
  tags: string[]
  security: object[]
  parameters?: { name: string; in: string; required: boolean; description?: string; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}

export interface Schema {
  $ref?: string
  type?: string | string[]
  description?: string
  const?: unknown
  enum?: unknown[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  anyOf?: Schema[]
  oneOf?: Schema[]
}

export interface DescribedValue extends Omit<Value, 'describes'> {
  description: string
}

/** Everything that is sent, under its name on the wire. */
export function sentValues(openapi: OpenApi, operation: Operation): DescribedValue[] {
  const parameters = (operation.parameters ?? []).map(({ name, required, description = '', schema }) => ({
    name,
    type: typeName(schema),
    optional: !required,
    description,
  }))
  const body = operation.requestBody?.content['application/json']?.schema
  return [...parameters, ...(body ? members(openapi, body) : [])]
}

/** What comes back on success, if that is JSON. */
export function returnedValues(openapi: OpenApi, operation: Operation): DescribedValue[] {
  const [, success] = Object.entries(operation.responses).find(([status]) => status.startsWith('2')) ?? []
  const schema = success?.content?.['application/json']?.schema
  return schema ? members(openapi, schema) : []
}

/** Of a choice (the grants of a sign-in) all members, and only what each asks for is required. */
function members(openapi: OpenApi, schema: Schema): DescribedValue[] {
  const choices = choicesOf(openapi, schema)
  const names = new Set(choices.flatMap(({ properties = {} }) => Object.keys(properties)))
  return [...names].map((name) => {
    const found = choices.flatMap(({ properties }) => properties?.[name] ?? [])
    return {
      name,
      type: [...new Set(found.map(typeName))].join(' | '),
      optional: !choices.every(({ required = [] }) => required.includes(name)),
      description: found.map((one) => one.description ?? '').find((text) => text !== '') ?? '',
    }
  })
}

function choicesOf(openapi: OpenApi, schema: Schema): Schema[] {
  const { $ref, anyOf, oneOf } = schema
  if ($ref) return choicesOf(openapi, openapi.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {})
  const choices = anyOf ?? oneOf
  return choices ? choices.flatMap((choice) => choicesOf(openapi, choice)) : [schema]
}

function typeName(schema: Schema): string {
  const { $ref, anyOf, oneOf, type, items } = schema
  if ($ref) return $ref.split('/').at(-1) ?? 'object'
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const choices = anyOf ?? oneOf
  if (choices) return [...new Set(choices.map(typeName))].join(' | ')
  if (Array.isArray(type)) return type.join(' | ')
  if (type === 'array') return items ? `${bracketed(typeName(items))}[]` : 'array'
  return type ?? 'any'
}

function bracketed(name: string): string {
  return name.includes(' ') ? `(${name})` : name
}
