import { isReservedClaim, RESERVED_CLAIMS } from './claims-of-template.ts'
import { parseExpression } from './parse-expression.ts'
import { type Expression, type JwtTemplate, JwtTemplateError, type Members, type Node } from './template.ts'
import { kindOfPath } from './template-paths.ts'
import { type Scanner, scan } from './template-scanner.ts'

/** Several times what it may make. */
export const LONGEST_TEMPLATE = 10_240
const MOST_LEVELS = 20

/** From the space on everything but `"`, `\` and `{`, as JSON has it; escapes; and a brace that begins no expression. */
const TEXT = /(?:[ !#-[\]-z|-\u{10ffff}]|\\.|\{(?!\{))+/uy
const CONSTANT = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

/**
 * The language of https://workos.com/docs/authkit/jwt-templates: a JSON object in which `{{ path || 'text' }}` may stand for a
 * value, and within texts. Throws a `JwtTemplateError` that says what is wrong and where. The keys are those that are
 * written: an expression cannot make one.
 */
export function parseJwtTemplate(content: string): JwtTemplate {
  if (content.length > LONGEST_TEMPLATE)
    throw new JwtTemplateError(`The template may have at most ${LONGEST_TEMPLATE} characters`)
  const scanner = scan(content)
  const roots = new Set<string>()
  scanner.skipSpace()
  if (scanner.isAt('{{') || !scanner.skip('{')) throw noObject(scanner)
  const claims = parseMembers(scanner, { roots, level: 1 })
  scanner.skipSpace()
  if (!scanner.isAtEnd()) throw scanner.error('Template parse error: nothing may follow the object')
  if (claims.size === 0) throw noObject(scanner)
  const reserved = [...claims.keys()].filter(isReservedClaim)
  if (reserved.length > 0) {
    throw new JwtTemplateError(
      `Keys reserved (${RESERVED_CLAIMS.join(', ')}): the template sets ${reserved.join(', ')}`,
    )
  }
  return { claims, roots }
}

interface Place {
  /** Filled in as paths are met. */
  roots: Set<string>
  level: number
}

function parseNode(scanner: Scanner, place: Place): Node {
  if (place.level > MOST_LEVELS) throw scanner.error(`Template parse error: more than ${MOST_LEVELS} levels`)
  if (scanner.skip('{{')) return { kind: 'expression', expression: checked(scanner, place) }
  if (scanner.skip('{')) return { kind: 'object', members: parseMembers(scanner, place) }
  if (scanner.skip('[')) return { kind: 'list', items: parseItems(scanner, place) }
  if (scanner.skip('"')) return { kind: 'text', parts: parseText(scanner, place) }
  const constant = scanner.take(CONSTANT)
  if (constant === undefined) throw scanner.error('Template parse error: a value is missing')
  const value = JSON.parse(constant)
  if (typeof value === 'number' && !Number.isFinite(value))
    throw scanner.error('Template parse error: a number too big')
  return { kind: 'constant', value }
}

function parseMembers(scanner: Scanner, { roots, level }: Place): Members {
  const members: Members = new Map()
  parseUntil(scanner, '}', () => {
    if (!scanner.skip('"')) throw scanner.error('Template parse error: a key in double quotes is missing')
    const key = keyOf(parseText(scanner, { roots, level }), scanner)
    if (members.has(key)) throw scanner.error(`The key ${JSON.stringify(key)} is there twice`)
    scanner.skipSpace()
    if (!scanner.skip(':')) throw scanner.error("Template parse error: missing ':'")
    scanner.skipSpace()
    members.set(key, parseNode(scanner, { roots, level: level + 1 }))
  })
  return members
}

function parseItems(scanner: Scanner, { roots, level }: Place): Node[] {
  const items: Node[] = []
  parseUntil(scanner, ']', () => void items.push(parseNode(scanner, { roots, level: level + 1 })))
  return items
}

/** Entries with commas between them. */
function parseUntil(scanner: Scanner, end: string, parseEntry: () => void): void {
  scanner.skipSpace()
  if (scanner.skip(end)) return
  do {
    scanner.skipSpace()
    parseEntry()
    scanner.skipSpace()
  } while (scanner.skip(','))
  if (!scanner.skip(end)) throw scanner.error(`Template parse error: missing '${end}'`)
}

function parseText(scanner: Scanner, place: Place): (string | Expression)[] {
  const parts: (string | Expression)[] = []
  while (!scanner.skip('"')) {
    const text = scanner.take(TEXT)
    if (text !== undefined) parts.push(decode(text, scanner))
    else if (scanner.skip('{{')) parts.push(withoutObjects(checked(scanner, place), scanner))
    else throw scanner.error("Template parse error: missing '\"', or a control character in a text")
  }
  return parts
}

function decode(text: string, scanner: Scanner): string {
  try {
    return JSON.parse(`"${text}"`)
  } catch {
    throw scanner.error('Template parse error: an escape sequence that JSON does not have')
  }
}

function keyOf(parts: (string | Expression)[], scanner: Scanner): string {
  if (parts.every((part) => typeof part === 'string')) return parts.join('')
  throw scanner.error('A key cannot contain an expression')
}

function checked(scanner: Scanner, { roots }: Place): Expression {
  const expression = parseExpression(scanner)
  for (const operand of expression) {
    if (operand.kind === 'literal') continue
    if (kindOfPath(operand.path) === undefined) throw scanner.error(`Invalid path: "${operand.path.join('.')}"`)
    roots.add(operand.path[0] ?? '')
  }
  return expression
}

function withoutObjects(expression: Expression, scanner: Scanner): Expression {
  for (const operand of expression) {
    if (operand.kind === 'path' && kindOfPath(operand.path) === 'object')
      throw scanner.error(`String encapsulated expression cannot contain object reference: ${operand.path.join('.')}`)
  }
  return expression
}

function noObject(scanner: Scanner): JwtTemplateError {
  return scanner.error('Template must render to an object with at least one explicitly defined top-level key')
}
