import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { LANGUAGE_NAMES, LANGUAGES, type Language } from './languages.ts'
import { type DescribedValue, type OpenApi, type Operation, returnedValues, sentValues } from './openapi-operation.ts'
import { type OperationFile, OperationFileError, parseOperationFile, type Value } from './operation-file.ts'

/** One operation as its page shows it. */
export interface ReferenceOperation {
  name: string
  title: string
  method: string
  path: string
  tag: string
  needsApiKey: boolean
  /** With `code` in backquotes, as in the OpenAPI document. */
  text: string
  picture: OperationFile['picture']
  languages: LanguageCall[]
  errors: { status: string; meaning: string }[]
}

export interface LanguageCall {
  language: Language
  call: string
  request: string
  response: string
  parameters: DescribedValue[]
  returns: DescribedValue[]
}

const ROOT = new URL('../', import.meta.url)

/** Every operation that has a file, in the order of the OpenAPI document. */
export function readOperations(openapi: OpenApi): ReferenceOperation[] {
  const files = readdirSync(new URL('operations/', ROOT))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .map((name) => [name, parseOperationFile(name, readText(`operations/${name}.yaml`))] as const)
  const operations = Object.entries(openapi.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const unknown = files.find(
    ([, file]) => !operations.some(({ operation }) => operation.operationId === file.operationId),
  )
  if (unknown) throw new OperationFileError(`operations/${unknown[0]}.yaml: there is no ${unknown[1].operationId}.`)
  return operations.flatMap((known) =>
    files
      .filter(([, file]) => file.operationId === known.operation.operationId)
      .map(([name, file]) => toReference(openapi, known, name, file)),
  )
}

function toReference(
  openapi: OpenApi,
  { path, method, operation }: { path: string; method: string; operation: Operation },
  name: string,
  file: OperationFile,
): ReferenceOperation {
  const sent = sentValues(openapi, operation)
  const returned = returnedValues(openapi, operation)
  const describe = (values: Value[]) => values.map((value) => describeValue(name, file, [...sent, ...returned], value))
  return {
    name,
    title: file.title,
    method,
    path,
    tag: operation.tags[0] ?? '',
    needsApiKey: operation.security.length > 0,
    text: file.text ?? operation.description ?? '',
    picture: file.picture,
    languages: LANGUAGE_NAMES.flatMap((language) => {
      const call = file.languages[language]
      if (!call) return []
      const { request, response } = readSample(name, language)
      return {
        language,
        call: call.call,
        request,
        response,
        parameters: call.parameters ? describe(call.parameters) : sent,
        returns: call.returns ? describe(call.returns) : returned,
      }
    }),
    errors: errorsOf(operation, file),
  }
}

function describeValue(
  name: string,
  file: OperationFile,
  known: DescribedValue[],
  { describes, ...value }: Value,
): DescribedValue {
  const description = file.descriptions[describes] ?? known.find((one) => one.name === describes)?.description
  if (description !== undefined) return { ...value, description }
  throw new OperationFileError(
    `operations/${name}.yaml: ${value.name} describes ${describes}, which is neither in descriptions nor in the OpenAPI operation.`,
  )
}

/** Without what was printed there is no tab to show, and without a sample no language. */
function readSample(name: string, language: Language): { request: string; response: string } {
  const file = `samples/${name}/sample.${LANGUAGES[language].extension}`
  for (const path of [file, `${file}.out`]) {
    if (!existsSync(new URL(path, ROOT)))
      throw new OperationFileError(`operations/${name}.yaml names ${language}, and there is no ${path}.`)
  }
  return { request: readText(file).trimEnd(), response: readText(`${file}.out`).trimEnd() }
}

const MEANINGS: Record<string, string> = {
  400: 'The request cannot be carried out as it is; `code`, or `error` for OAuth, says why.',
  401: 'There is no API key in the request, or it is not one of this server.',
  403: 'It is refused to this caller, or for this user; `code` says why.',
  404: 'There is nothing with this ID.',
  409: 'It conflicts with what is there.',
  422: 'A parameter is missing or malformed; `errors` names each.',
  429: 'Too many requests of this kind; `Retry-After` says when to come again.',
  503: 'The server is busy or cannot reach its database; `Retry-After` says when to come again.',
}

function errorsOf(operation: Operation, file: OperationFile): ReferenceOperation['errors'] {
  return Object.keys(operation.responses)
    .filter((status) => /^[45]/.test(status))
    .map((status) => ({ status, meaning: file.errors[status] ?? MEANINGS[status] ?? '' }))
}

function readText(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8')
}
