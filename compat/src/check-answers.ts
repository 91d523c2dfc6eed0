import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { type Difference, nameOf } from './compare-contracts.ts'
import type { Contract, Json, Operation } from './contract.ts'
import { explainErrors } from './explain-errors.ts'

/** What the running server has answered. */
export interface GivenAnswer {
  status: number
  contentType: string
  body: string
}

export type CheckAnswer = (operation: Operation, answer: GivenAnswer) => Difference[]

/** Holds answers against the whole schemas of the specification: its formats, its patterns, its alternatives. */
export function createAnswerCheck(specification: Contract): CheckAnswer {
  const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true })
  addFormats.default(ajv)
  ajv.addSchema(JSON.parse(withWholeReferences(specification.document)), 'specification')
  const validators = new Map<Json, ValidateFunction>()
  const validatorOf = (schema: Json) => {
    const known = validators.get(schema) ?? ajv.compile(JSON.parse(withWholeReferences(schema)))
    validators.set(schema, known)
    return known
  }
  return (operation, { status, contentType, body }) => {
    const expected = operation.responses[status]
    const at = (what: string) => [{ operation: nameOf(operation), what }]
    if (!expected) return at(`answer ${status}: ours alone`)
    const types = Object.keys(expected.content ?? {})
    if (types.length === 0) return body === '' ? [] : at(`answered ${status}: has a body`)
    const type = types.find((one) => contentType.startsWith(one))
    if (!type) return at(`answered ${status}: is ${contentType || 'without a type'}`)
    if (!type.includes('json')) return []
    const validate = validatorOf(expected.content?.[type]?.schema)
    if (validate(JSON.parse(body))) return []
    return explainErrors(ajv, validate.errors ?? []).flatMap((text) => at(`answered ${status}:${text}`))
  }
}

/** References lead to the document from wherever a part of it is compiled. */
function withWholeReferences(schema: Json): string {
  return JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"specification#/')
}
