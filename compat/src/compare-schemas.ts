import type { Json } from './contract.ts'
import { flattenSchema, type Shape } from './flatten-schema.ts'

export interface Side {
  document: Json
  schema: Json
}

interface Comparison {
  /** Of the official specification. */
  theirs: Side
  ours: Side
  /** Where it stands, in the words of the ledger. */
  place: string
}

/** Deeper than any object of the API; what refers to itself ends here. */
const DEEPEST = 8

/**
 * What we answer must be something that they could have answered: nothing missing, nothing wider. More members than
 * theirs are told as well, since a reader of our document should know which are ours.
 */
export function compareAnswers(comparison: Comparison, depth = 0): string[] {
  const { theirs, ours, place } = comparison
  const [they, we] = [flattenSchema(theirs.document, theirs.schema), flattenSchema(ours.document, ours.schema)]
  const found = [
    ...[...we.types.difference(they.types)].map((type) => `${place}: may be ${type}`),
    ...valuesBeyond(we, they).map((value) => `${place}: may be ${value}`),
    ...(they.format === 'date-time' && we.format !== 'date-time' ? [`${place}: is no date-time`] : []),
  ]
  const isUnnamed = we.others !== undefined && we.properties.size === 0 && they.properties.size > 0
  if (isUnnamed) found.push(`${place}: members are not named`)
  for (const [name, property] of they.properties) {
    const own = we.properties.get(name)
    if (!own && !isUnnamed) found.push(`${place} ${name}: missing${property.isRequired ? '' : ' (optional)'}`)
    else if (own && property.isRequired && !own.isRequired) found.push(`${place} ${name}: may be absent`)
  }
  const isRecord = they.others !== undefined && they.properties.size === 0
  if (!isRecord) found.push(...namesBeyond(we, they).map((name) => `${place} ${name}: ours alone`))
  return [...found, ...compareParts(comparison, they, we, depth, compareAnswers)]
}

/** What they take we must take: every member, every type, every value, no more may be required, and nothing given means the same. */
export function compareRequests(comparison: Comparison, depth = 0): string[] {
  const { theirs, ours, place } = comparison
  const [they, we] = [flattenSchema(theirs.document, theirs.schema), flattenSchema(ours.document, ours.schema)]
  const found = [
    ...[...they.types.difference(we.types)].map((type) => `${place}: may not be ${type}`),
    ...valuesBeyond(they, we).map((value) => `${place}: may not be ${value}`),
    ...[...we.limits]
      .filter(([name, limit]) => isStricter(name, limit, they))
      .map(([name, limit]) => `${place}: ${name} ${limit}`),
    ...(they.default !== undefined && we.default !== they.default ? [`${place}: by default ${we.default}`] : []),
  ]
  for (const [name, property] of they.properties) {
    const own = we.properties.get(name)
    if (!own) found.push(`${place} ${name}: not taken`)
    else if (own.isRequired && !property.isRequired) found.push(`${place} ${name}: required`)
  }
  found.push(...namesBeyond(we, they).map((name) => `${place} ${name}: ours alone`))
  return [...found, ...compareParts(comparison, they, we, depth, compareRequests)]
}

/** Values that only the first of the two knows. */
function valuesBeyond(one: Shape, other: Shape): string[] {
  if (!other.values) return []
  return one.values ? [...one.values.difference(other.values)] : ['any other value']
}

function namesBeyond(one: Shape, other: Shape): string[] {
  return [...one.properties.keys()].filter((name) => !other.properties.has(name))
}

function isStricter(name: string, limit: number, they: Shape): boolean {
  const theirs = they.limits.get(name)
  // A text that may not be empty needs no word for it.
  if (theirs === undefined) return !(name === 'minLength' && limit === 1)
  return name.startsWith('max') ? limit < theirs : limit > theirs
}

function compareParts(
  { theirs, ours, place }: Comparison,
  they: Shape,
  we: Shape,
  depth: number,
  compare: (comparison: Comparison, depth: number) => string[],
): string[] {
  if (depth === DEEPEST) return []
  const at = (place: string, their: Json, our: Json) =>
    compare({ theirs: { ...theirs, schema: their }, ours: { ...ours, schema: our }, place }, depth + 1)
  const shared = [...they.properties].flatMap(([name, { schema }]) => {
    const own = we.properties.get(name)
    return own ? at(`${place} ${name}`, schema, own.schema) : []
  })
  const items = they.items && we.items ? at(`${place}[]`, they.items, we.items) : []
  const others = they.others && we.others ? at(`${place}{}`, they.others, we.others) : []
  return [...shared, ...items, ...others]
}
