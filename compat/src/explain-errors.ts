import type { Ajv2020, ErrorObject } from 'ajv/dist/2020.js'

/**
 * What is wrong with a value, in terms of the alternative that it comes closest to: of a hundred kinds of events one was
 * meant. Places have their numbers taken out, so that the same mistake in two items is one.
 */
export function explainErrors(ajv: Ajv2020, errors: ErrorObject[]): string[] {
  const choice = errors
    .filter(({ keyword, params }) => ['oneOf', 'anyOf'].includes(keyword) && !params.passingSchemas)
    .sort((a, b) => a.instancePath.length - b.instancePath.length)[0]
  if (!choice) return [...new Set(errors.map(({ instancePath, message = '' }) => describe(instancePath, message)))]
  const { instancePath, schema, data } = choice
  const elsewhere = errors.filter((error) => !error.instancePath.startsWith(instancePath))
  const alternatives = (schema as object[]).map((alternative) => {
    const validate = ajv.compile(alternative)
    return validate(data) ? [] : (validate.errors ?? [])
  })
  const closest = alternatives.sort((a, b) => distance(a) - distance(b))[0] ?? []
  const inside = explainErrors(ajv, closest).map((text) => describe(instancePath, '').trimEnd() + text)
  return [...new Set([...(elsewhere.length > 0 ? explainErrors(ajv, elsewhere) : []), ...inside])]
}

function describe(path: string, message: string): string {
  return `${path.replace(/\/\d+(?=\/|$)/g, '[]').replaceAll('/', ' ')} ${message}`
}

/** A constant says which alternative is meant. */
function distance(errors: ErrorObject[]): number {
  return errors.map(({ keyword }) => (keyword === 'const' ? 100 : 1)).reduce((sum, one) => sum + one, 0)
}
