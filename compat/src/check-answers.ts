import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { type Difference, nameOf } from './compare-contracts.ts'
import type { Contract, Operation } from './contract.ts'
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
  // With references that lead to the document from wherever a part of it is compiled.
  const whole = JSON.stringify(specification.document).replaceAll('"$ref":"#/', '"$ref":"specification#/')
  ajv.addSchema(JSON.parse(whole), 'specification')
  const validators = new Map<string, ValidateFunction>()
  const validatorAt = (pointer: string) => {
    const known = validators.get(pointer) ?? ajv.compile({ $ref: `specification#${pointer}` })
    validators.set(pointer, known)
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
    const steps = [
      'paths',
      operation.path,
      operation.method.toLowerCase(),
      'responses',
      String(status),
      'content',
      type,
    ]
    const validate = validatorAt(`/${[...steps, 'schema'].map(escapeStep).join('/')}`)
    if (validate(JSON.parse(body))) return []
    return explainErrors(ajv, validate.errors ?? []).flatMap((text) => at(`answered ${status}:${text}`))
  }
}

function escapeStep(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))
}
