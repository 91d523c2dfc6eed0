// biome-ignore lint/suspicious/noExplicitAny: JSON, walked by the comparison.
export type Json = any

export interface Operation {
  /** What the two documents know it by; they call path parameters differently. */
  key: string
  method: string
  path: string
  tag: string
  parameters: { name: string; in: string; required?: boolean; schema: Json }[]
  requestBody: { required?: boolean; content: Record<string, { schema: Json }> } | undefined
  responses: Record<string, { content?: Record<string, { schema: Json }> }>
}

/** An OpenAPI 3.1 document, by operation. */
export interface Contract {
  document: Json
  operations: Map<string, Operation>
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

export function readContract(document: Json): Contract {
  const operations = Object.entries<Json>(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => toOperation(document, method.toUpperCase(), path, item)),
  )
  return { document, operations: new Map(operations.map((operation) => [operation.key, operation])) }
}

function toOperation(document: Json, method: string, path: string, item: Json): Operation {
  const { tags, parameters = [], requestBody, responses } = item[method.toLowerCase()]
  return {
    key: keyOf(method, path),
    method,
    path,
    tag: tags?.[0] ?? '',
    parameters: [...(item.parameters ?? []), ...parameters].map((parameter) => resolve(document, parameter)),
    requestBody: resolve(document, requestBody),
    responses: Object.fromEntries(
      Object.entries<Json>(responses).map(([status, answer]) => [status, resolve(document, answer)]),
    ),
  }
}

/** `GET /users/{id}` and `GET /users/{user_id}` are one. */
export function keyOf(method: string, path: string): string {
  return `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`
}

/** What a reference leads to, or the thing itself. */
export function resolve(document: Json, node: Json): Json {
  if (typeof node?.$ref !== 'string') return node
  const [, ...names] = node.$ref.split('/')
  const target = names.reduce((at: Json, name: string) => at?.[name], document)
  if (target === undefined) throw new Error(`${node.$ref} leads nowhere.`)
  return resolve(document, target)
}
