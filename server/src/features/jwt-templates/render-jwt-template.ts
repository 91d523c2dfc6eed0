import { type Expression, type JwtTemplate, JwtTemplateError, type Members, type Node } from './template.ts'

/** Plain JSON. What is not there is null to a template. */
export interface TemplateValues {
  user?: unknown
  organization?: unknown
  organization_membership?: unknown
}

/** The claims have to fit into a cookie, as the official documentation says. In bytes of JSON. */
export const MOST_BYTES = 3_072

/**
 * The claims that the template makes of the values. Texts are trimmed, null in a text is empty, and a claim that is null
 * is left out. Throws a `JwtTemplateError` if they are too big, as soon as that is certain.
 */
export function renderJwtTemplate({ claims }: JwtTemplate, values: TemplateValues): Record<string, unknown> {
  const rendered = renderMembers(claims, { values, budget: { left: MOST_BYTES } })
  const present = Object.fromEntries(Object.entries(rendered).filter(([, value]) => value !== null))
  if (Buffer.byteLength(JSON.stringify(present)) > MOST_BYTES) throw tooBig()
  return present
}

interface Work {
  values: TemplateValues
  /** Letters that may still come: a short template can name a large value a thousand times. */
  budget: { left: number }
}

function renderNode(node: Node, work: Work): unknown {
  if (node.kind === 'constant') return node.value
  if (node.kind === 'list') return node.items.map((item) => renderNode(item, work))
  if (node.kind === 'object') return renderMembers(node.members, work)
  if (node.kind === 'text') return spend(renderText(node.parts, work), work)
  const value = evaluate(node.expression, work)
  return spend(typeof value === 'string' ? value.trim() : value, work)
}

/** `fromEntries` defines its properties: a key `__proto__` is a key like any other. */
function renderMembers(members: Members, work: Work): Record<string, unknown> {
  return Object.fromEntries([...members].map(([key, node]) => [key, renderNode(node, work)]))
}

function renderText(parts: (string | Expression)[], work: Work): string {
  let text = ''
  for (const part of parts) {
    text += typeof part === 'string' ? part : asText(evaluate(part, work))
    if (text.length > work.budget.left) throw tooBig()
  }
  return text.trim()
}

function asText(value: unknown): string {
  return value === null || typeof value === 'object' ? '' : String(value)
}

function evaluate(expression: Expression, { values }: Work): unknown {
  for (const operand of expression) {
    const value = operand.kind === 'literal' ? operand.text : find(operand.path, values)
    if (value !== null) return value
  }
  return null
}

/** Own properties only: a path never leads to what the language gives every object. */
function find(path: string[], values: TemplateValues): unknown {
  let value: unknown = values
  for (const segment of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return null
    value = (value as Record<string, unknown>)[segment]
  }
  return value ?? null
}

function spend<Value>(value: Value, { budget }: Work): Value {
  budget.left -= typeof value === 'string' ? value.length : JSON.stringify(value).length
  if (budget.left < 0) throw tooBig()
  return value
}

function tooBig(): JwtTemplateError {
  return new JwtTemplateError(`The template makes more than ${MOST_BYTES} bytes`)
}
