import { type Json, resolve } from './contract.ts'

/**
 * What the comparison looks at in a JSON schema. Alternatives are laid over each other: a property is there if one of
 * them has it, and required if all of them require it. Whether values fit the alternatives as they are is not seen
 * here; the answers of the running server are checked against the whole schema.
 */
export interface Shape {
  types: Set<string>
  /** Written as JSON; undefined: any value of the types. */
  values: Set<string> | undefined
  format: string | undefined
  properties: Map<string, { schema: Json; isRequired: boolean }>
  items: Json | undefined
  /** Of members that are not named. */
  others: Json | undefined
  limits: Map<string, number>
  /** Written as JSON: what counts where nothing is given. */
  default: string | undefined
}

const EVERY_TYPE = ['string', 'number', 'boolean', 'null', 'object', 'array']
const LIMITS = ['minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems', 'maxProperties']

export function flattenSchema(document: Json, node: Json): Shape {
  const schema = resolve(document, node)
  const { allOf, oneOf, anyOf, ...rest } = schema
  const parts = (allOf ?? []).map((part: Json) => flattenSchema(document, part))
  const choices: Json[] = oneOf ?? anyOf ?? []
  if (choices.length > 0) parts.push(choices.map((choice) => flattenSchema(document, choice)).reduce(either))
  return [flattenOne(rest), ...parts].reduce(both)
}

function flattenOne(schema: Json): Shape {
  const values: unknown[] | undefined = 'const' in schema ? [schema.const] : schema.enum
  const properties = Object.entries<Json>(schema.properties ?? {})
  const isOpen = typeof schema.additionalProperties === 'object'
  return {
    types: new Set(typesOf(schema, values)),
    values: values && new Set(values.map((value) => JSON.stringify(value))),
    format: schema.format,
    properties: new Map(
      properties.map(([name, property]) => [
        name,
        { schema: property, isRequired: schema.required?.includes(name) ?? false },
      ]),
    ),
    items: schema.items,
    others: isOpen ? schema.additionalProperties : undefined,
    limits: new Map(LIMITS.filter((name) => typeof schema[name] === 'number').map((name) => [name, schema[name]])),
    default: schema.default === undefined ? undefined : JSON.stringify(schema.default),
  }
}

/** `integer` counts as `number`: the documents differ in it without meaning anything. */
function typesOf(schema: Json, values: unknown[] | undefined): string[] {
  const types = schema.type === undefined ? impliedTypes(schema, values) : [schema.type].flat()
  return types.map((type: string) => (type === 'integer' ? 'number' : type))
}

function impliedTypes(schema: Json, values: unknown[] | undefined): string[] {
  if (values) return values.map(typeOf)
  if (schema.properties || schema.required) return ['object']
  return EVERY_TYPE
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

/** What is this or that. */
function either(one: Shape, other: Shape): Shape {
  const names = new Set([...one.properties.keys(), ...other.properties.keys()])
  const isObject = (shape: Shape) => shape.types.has('object')
  return {
    types: one.types.union(other.types),
    values: unionOfValues(one, other),
    format: one.types.has('string') ? one.format : other.format,
    properties: new Map(
      [...names].map((name) => {
        const [a, b] = [one.properties.get(name), other.properties.get(name)]
        const isRequired = (a?.isRequired ?? !isObject(one)) && (b?.isRequired ?? !isObject(other))
        return [name, { schema: { anyOf: [a?.schema, b?.schema].filter(Boolean) }, isRequired }]
      }),
    ),
    items: one.items && other.items ? { anyOf: [one.items, other.items] } : (one.items ?? other.items),
    others: one.others ?? other.others,
    limits: new Map([...one.limits, ...other.limits]),
    default: one.default ?? other.default,
  }
}

/** Null beside named values is a type more, and no reason to take any string. */
function unionOfValues(one: Shape, other: Shape): Set<string> | undefined {
  const isNull = (shape: Shape) => shape.types.size === 1 && shape.types.has('null')
  if (isNull(one)) return other.values
  if (isNull(other)) return one.values
  return one.values && other.values && one.values.union(other.values)
}

/** What is this and that. */
function both(one: Shape, other: Shape): Shape {
  const properties = new Map(one.properties)
  for (const [name, { schema, isRequired }] of other.properties) {
    const known = properties.get(name)
    properties.set(name, { schema, isRequired: isRequired || (known?.isRequired ?? false) })
  }
  return {
    types: one.types.intersection(other.types),
    values: one.values && other.values ? one.values.intersection(other.values) : (one.values ?? other.values),
    format: one.format ?? other.format,
    properties,
    items: one.items ?? other.items,
    others: one.others ?? other.others,
    limits: new Map([...one.limits, ...other.limits]),
    default: one.default ?? other.default,
  }
}
