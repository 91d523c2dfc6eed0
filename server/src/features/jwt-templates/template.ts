/** A template that has been read. What it makes is built of values and never put together as text, so no value can become anything else. */
export interface JwtTemplate {
  claims: Members
  /** The roots of its paths: only what it names is looked up. */
  roots: Set<string>
}

export type Node =
  | { kind: 'constant'; value: null | boolean | number }
  | { kind: 'text'; parts: (string | Expression)[] }
  | { kind: 'expression'; expression: Expression }
  | { kind: 'list'; items: Node[] }
  | { kind: 'object'; members: Members }

export type Members = Map<string, Node>

/** The first operand that is not null. */
export type Expression = Operand[]

export type Operand = { kind: 'literal'; text: string } | { kind: 'path'; path: string[] }

/** Why a template is refused, in the words of the official documentation as far as it has some, or why it made nothing. */
export class JwtTemplateError extends Error {}
