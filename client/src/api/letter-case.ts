/**
 * On the wire members are written `first_name`, here as in the official SDK `firstName`. What an application
 * put under a name of its own is nobody's to rename: see `isFreeForm`.
 */
export type CamelCase<T> = T extends readonly (infer Item)[]
  ? CamelCase<Item>[]
  : T extends object
    ? { [Name in keyof T as CamelName<Name>]: string extends Name ? T[Name] : CamelCase<T[Name]> }
    : T

/** `user_id` → `userId`; an index signature stays one. */
export type CamelName<Name extends PropertyKey> = Name extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<CamelName<Rest>>}`
  : Name

type Members = Record<string, unknown>

export function toCamelCase(wire: unknown): unknown {
  return rename(wire, camelName)
}

export function toSnakeCase(value: unknown): unknown {
  return rename(value, snakeName)
}

export function camelName(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

export function snakeName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function rename(value: unknown, toName: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => rename(item, toName))
  if (!isMembers(value)) return value
  const members = Object.entries(value).map(([name, member]) => [
    toName(name),
    isFreeForm(name, member) ? member : rename(member, toName),
  ])
  return Object.fromEntries(members)
}

const FREE_FORM = new Set(['metadata', 'custom_attributes', 'customAttributes', 'context'])

export function isFreeForm(name: string, member: unknown): boolean {
  return FREE_FORM.has(name) && !Array.isArray(member)
}

function isMembers(value: unknown): value is Members {
  const prototype = typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : undefined
  return prototype === Object.prototype || prototype === null
}
