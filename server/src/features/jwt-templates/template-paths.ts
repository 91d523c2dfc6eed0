import type { TemplateValues } from './render-jwt-template.ts'

/** What a path leads to: `unknown` is for values that others make up. */
export type PathKind = 'plain' | 'object' | 'unknown'

type Shape = 'plain' | 'unknown' | { each: Shape } | { any: Shape } | { [field: string]: Shape }

/** The values of a template as the official documentation shows them; those that nobody has here are null. */
const SHAPES: Record<string, Shape> = {
  user: {
    object: 'plain',
    id: 'plain',
    email: 'plain',
    email_verified: 'plain',
    first_name: 'plain',
    last_name: 'plain',
    name: 'plain',
    profile_picture_url: 'plain',
    external_id: 'plain',
    locale: 'plain',
    metadata: { any: 'plain' },
    identities: { any: 'plain' },
    created_at: 'plain',
    updated_at: 'plain',
  },
  organization: {
    object: 'plain',
    id: 'plain',
    name: 'plain',
    allow_profiles_outside_organization: 'plain',
    stripe_customer_id: 'plain',
    external_id: 'plain',
    metadata: { any: 'plain' },
    domains: {
      each: {
        object: 'plain',
        id: 'plain',
        organization_id: 'plain',
        domain: 'plain',
        state: 'plain',
        verification_strategy: 'plain',
        created_at: 'plain',
        updated_at: 'plain',
      },
    },
    created_at: 'plain',
    updated_at: 'plain',
  },
  organization_membership: {
    object: 'plain',
    id: 'plain',
    role: 'plain',
    roles: { each: 'plain' },
    custom_attributes: { any: 'unknown' },
    created_at: 'plain',
    updated_at: 'plain',
  },
}

/** Undefined: there is no such value, for anybody. */
export function kindOfPath([root = '', ...rest]: string[]): PathKind | undefined {
  let shape = own(SHAPES, root)
  for (const segment of rest) {
    if (shape === undefined || shape === 'plain') return undefined
    if (shape !== 'unknown') shape = below(shape, segment)
  }
  return typeof shape === 'object' ? 'object' : shape
}

function below(shape: Exclude<Shape, string>, segment: string): Shape | undefined {
  if ('any' in shape) return shape.any
  if ('each' in shape) return /^\d+$/.test(segment) ? shape.each : undefined
  return own(shape, segment)
}

function own<Value>(record: Record<string, Value>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

/** Values to try a template with: a text wherever there is one, and nothing that somebody else makes up. */
export function exampleValues(): TemplateValues {
  return Object.fromEntries(Object.entries(SHAPES).map(([root, shape]) => [root, exampleOf(shape)]))
}

function exampleOf(shape: Shape): unknown {
  if (shape === 'plain') return 'x'
  if (shape === 'unknown') return null
  if ('any' in shape) return {}
  if ('each' in shape) return [exampleOf(shape.each as Shape)]
  return Object.fromEntries(Object.entries(shape).map(([field, below]) => [field, exampleOf(below)]))
}
