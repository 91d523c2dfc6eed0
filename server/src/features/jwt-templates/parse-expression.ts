import type { Expression, Operand } from './template.ts'
import type { Scanner } from './template-scanner.ts'

const PATH = /[A-Za-z_][\w-]*(\.[\w-]+)*/y
const SINGLE_QUOTED = /'[^']*'/y
const DOUBLE_QUOTED = /"[^"]*"/y

/** What stands after `{{`, up to and with `}}`: paths and quoted texts, with `||` between them. */
export function parseExpression(scanner: Scanner): Expression {
  scanner.skipSpace()
  if (scanner.isAt('}}')) throw scanner.error('Expression cannot be empty')
  const operands = [parseOperand(scanner)]
  while (!scanner.skip('}}')) {
    if (scanner.isAtEnd()) throw missingBraces(scanner)
    if (!scanner.skip('||')) throw invalidSegment(scanner)
    scanner.skipSpace()
    operands.push(parseOperand(scanner))
  }
  return operands
}

function parseOperand(scanner: Scanner): Operand {
  const quoted = scanner.take(SINGLE_QUOTED) ?? scanner.take(DOUBLE_QUOTED)
  const path = quoted === undefined ? scanner.take(PATH) : undefined
  if (quoted === undefined && path === undefined)
    throw scanner.isAtEnd() ? missingBraces(scanner) : invalidSegment(scanner)
  scanner.skipSpace()
  return path === undefined
    ? { kind: 'literal', text: quoted?.slice(1, -1) ?? '' }
    : { kind: 'path', path: path.split('.') }
}

function missingBraces(scanner: Scanner) {
  return scanner.error("Template parse error: missing '}}'")
}

function invalidSegment(scanner: Scanner) {
  return scanner.error(
    "Invalid expression segment: write a path such as user.email or a text such as 'Guest', and || between several",
  )
}
