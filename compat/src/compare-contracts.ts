import { compareAnswers, compareRequests } from './compare-schemas.ts'
import type { Contract, Json, Operation } from './contract.ts'

/** One difference: the operation (as the specification writes it), and what is different there. */
export interface Difference {
  operation: string
  what: string
}

export interface SharedOperation {
  theirs: Operation
  ours: Operation
}

/** What both documents have. */
export function sharedOperations(theirs: Contract, ours: Contract): SharedOperation[] {
  return [...theirs.operations].flatMap(([key, operation]) => {
    const own = ours.operations.get(key)
    return own ? [{ theirs: operation, ours: own }] : []
  })
}

export function nameOf({ method, path }: Operation): string {
  return `${method} ${path}`
}

/** Everything in which our document differs from the specification, for the operations that both have. */
export function compareContracts(theirs: Contract, ours: Contract): Difference[] {
  return sharedOperations(theirs, ours).flatMap((shared) => {
    const documents = { theirs: theirs.document, ours: ours.document }
    const found = [
      ...compareParameters(shared, documents),
      ...compareBodies(shared, documents),
      ...compareStatuses(shared),
      ...compareSuccesses(shared, documents),
    ]
    return found.map((what) => ({ operation: nameOf(shared.theirs), what }))
  })
}

type Documents = { theirs: Json; ours: Json }

function compareParameters({ theirs, ours }: SharedOperation, documents: Documents): string[] {
  const byName = (operation: Operation) =>
    new Map(operation.parameters.filter((one) => one.in !== 'path').map((one) => [`${one.in} ${one.name}`, one]))
  const [they, we] = [byName(theirs), byName(ours)]
  const shared = [...they].flatMap(([name, parameter]) => {
    const own = we.get(name)
    if (!own) return [`${name}: not taken`]
    const isStricter = own.required === true && parameter.required !== true
    const sides = {
      theirs: { document: documents.theirs, schema: parameter.schema },
      ours: { document: documents.ours, schema: own.schema },
    }
    return [...(isStricter ? [`${name}: required`] : []), ...compareRequests({ ...sides, place: name })]
  })
  return [...shared, ...[...we.keys()].filter((name) => !they.has(name)).map((name) => `${name}: ours alone`)]
}

function compareBodies({ theirs, ours }: SharedOperation, documents: Documents): string[] {
  if (!theirs.requestBody) return ours.requestBody ? ['body: ours alone'] : []
  if (!ours.requestBody) return ['body: not taken']
  const own = ours.requestBody.content
  return Object.entries(theirs.requestBody.content).flatMap(([type, { schema }]) => {
    const media = own[type]
    if (!media) return [`body: not taken as ${type}`]
    return compareRequests({
      theirs: { document: documents.theirs, schema },
      ours: { document: documents.ours, schema: media.schema },
      place: 'body',
    })
  })
}

function compareStatuses({ theirs, ours }: SharedOperation): string[] {
  const [they, we] = [Object.keys(theirs.responses), Object.keys(ours.responses)]
  return [
    ...they.filter((status) => !we.includes(status)).map((status) => `answer ${status}: never given`),
    ...we
      .filter((status) => status !== 'default' && !they.includes(status))
      .map((status) => `answer ${status}: ours alone`),
  ]
}

/** Refusals have one shape in our document; theirs are held against what the running server answers. */
function compareSuccesses({ theirs, ours }: SharedOperation, documents: Documents): string[] {
  return Object.entries(theirs.responses).flatMap(([status, answer]) => {
    const own = ours.responses[status]
    if (!own || !status.startsWith('2')) return []
    const their = answer.content?.['application/json']
    const our = own.content?.['application/json']
    if (!their) return our ? [`answer ${status}: has a body`] : []
    if (!our) return [`answer ${status}: has no body`]
    return compareAnswers({
      theirs: { document: documents.theirs, schema: their.schema },
      ours: { document: documents.ours, schema: our.schema },
      place: `answer ${status}`,
    })
  })
}
