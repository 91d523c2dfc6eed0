import type { Call, Method, RequestOptions } from './call.ts'
import type { Caller } from './caller.ts'
import { toCamelCase, toSnakeCase } from './letter-case.ts'
import { OPERATIONS } from './operations.ts'
import { pageThrough } from './page-through.ts'
import { randomText } from './pkce.ts'
import { type ApiRequest, sendRequest } from './send-request.ts'
import { withoutUndefined } from './without-undefined.ts'

type Groups = typeof OPERATIONS
export type Operations = {
  [Group in keyof Groups]: { [Name in keyof Groups[Group]]: Method<Groups[Group][Name] & Call> }
}

/** A function for every line of the table. */
export function buildOperations(caller: Caller): Operations {
  const groups = Object.entries(OPERATIONS).map(([group, calls]) => [
    group,
    Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, buildMethod(caller, { name, call })])),
  ])
  // The mapped type says of each line what `buildMethod` does with it.
  return Object.fromEntries(groups) as Operations
}

function buildMethod(caller: Caller, { name, call }: { name: string; call: Call }) {
  const { method, path } = split(call)
  const pathParameterCount = path.match(PATH_PARAMETER)?.length ?? 0
  return (...given: unknown[]): Promise<unknown> => {
    const ids = given.slice(0, pathParameterCount)
    const [options, how] = given.slice(pathParameterCount) as [object | undefined, RequestOptions | undefined]
    const target = fillIn(path, ids, name)
    const ask = async (members: object | undefined) =>
      toCamelCase(
        await sendRequest(
          caller.connection,
          toRequest(caller, { method, path: target, members, makes: MAKES.test(name) }),
          how,
        ),
      )
    const answer = ask(options)
    return method === 'GET' ? (pageThrough(answer, { ...options }, ask) as Promise<unknown>) : answer
  }
}

function split(call: Call): { method: string; path: string } {
  const [method = '', path = ''] = call.split(' ')
  return { method, path }
}

const PATH_PARAMETER = /\{[^}]+\}/g

/** An ID is one segment of the path whatever it holds; and an empty or missing one must not make the path of another operation. */
function fillIn(path: string, ids: unknown[], name: string): string {
  const left = [...ids]
  return path.replace(PATH_PARAMETER, (parameter) => {
    const id = left.shift()
    if (typeof id !== 'string' || /^\.{0,2}$/.test(id)) throw new TypeError(`${name} needs ${parameter} as a string.`)
    return encodeURIComponent(id)
  })
}

interface Asked {
  method: string
  path: string
  members: object | undefined
  /** Whether it makes an object. */
  makes: boolean
}

function toRequest(caller: Caller, { method, path, members, makes }: Asked): ApiRequest {
  const wire = toSnakeCase(withoutUndefined(members ?? {})) as Record<string, unknown>
  if (method === 'GET' || method === 'DELETE') return { method, path, query: wire }
  if (PROVES_ITSELF.has(path))
    return { method, path, body: { ...proofOf(caller), ...wire }, isProven: true, isRepeatable: isRefresh(wire) }
  const once = makes ? { idempotencyKey: randomText(), isRepeatable: true } : {}
  return { method, path, ...(members ? { body: wire } : {}), ...once }
}

/** By their names; with the same `Idempotency-Key` they make no second object. */
export const MAKES = /^(create|sendInvitation$)/

/** Here the application says in the body who it is. */
const PROVES_ITSELF = new Set(['/user_management/authenticate', '/oauth2/token', '/oauth2/introspect'])

function proofOf({ clientId, connection: { apiKey } }: Caller): object {
  return { client_id: clientId, ...(apiKey === undefined ? {} : { client_secret: apiKey }) }
}

/** A refresh token that comes again within 30 seconds gets the same successor. */
function isRefresh({ grant_type: type }: Record<string, unknown>): boolean {
  return type === 'refresh_token'
}
