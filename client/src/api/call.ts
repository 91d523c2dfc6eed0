import type { CamelCase } from './letter-case.ts'
import type { components, paths } from './openapi.generated.ts'

/** Method and path of an operation, as the OpenAPI document has them: `GET /user_management/users/{id}`. */
export type Call = { [Path in keyof paths]: `${Uppercase<MethodsOf<paths[Path]>>} ${Path}` }[keyof paths]

type HttpMethod = 'get' | 'put' | 'post' | 'delete' | 'patch'
type MethodsOf<Item> = { [Method in HttpMethod]: Item extends Record<Method, object> ? Method : never }[HttpMethod]

type OperationOf<C extends Call> = C extends `${infer Method} ${infer Path}`
  ? Path extends keyof paths
    ? paths[Path][Lowercase<Method> & keyof paths[Path]]
    : never
  : never

/** The objects of the API by their names in the OpenAPI document: `Schemas['User']`. */
export type Schemas = CamelCase<components['schemas']>

/** Beside what the operation itself takes. */
export interface RequestOptions {
  /** In the place of the API key, for what is asked in the name of a person. */
  accessToken?: string | undefined
  /** Of your own, so that nothing is made twice when another process tries again; by default each call that makes something has one. */
  idempotencyKey?: string | undefined
  /** Ends the waiting, and the retries. */
  signal?: AbortSignal | undefined
  /** For each attempt; in the place of the client's own. */
  timeoutMs?: number | undefined
  maxRetries?: number | undefined
}

/** The parameters of the path, one after the other; then everything else in one object; then how to ask. */
export type Method<C extends Call> = (...given: Arguments<C>) => ResultOf<C>

type Arguments<C extends Call> =
  Record<never, never> extends OptionsOf<C>
    ? [...PathParameters<C>, options?: OptionsOf<C>, request?: RequestOptions]
    : [...PathParameters<C>, options: OptionsOf<C>, request?: RequestOptions]

type PathParameters<C extends string> = C extends `${string}{${string}}${infer Rest}`
  ? [id: string, ...PathParameters<Rest>]
  : []

/** Of the query or of the body; no operation has both. */
export type OptionsOf<C extends Call> = Options<QueryOf<OperationOf<C>> | BodyOf<OperationOf<C>>>

type QueryOf<Operation> = Operation extends { parameters: { query?: infer Query } } ? NonNullable<Query> : never
type BodyOf<Operation> = Operation extends { requestBody: { content: { 'application/json': infer Body } } }
  ? Body
  : never

type Options<Given> = [Given] extends [never] ? Record<string, never> : Lenient<CamelCase<WithoutClient<Given>>>

/** Who asks is filled in by the client, and lists are written in one way. */
type WithoutClient<Given> = Given extends object
  ? { [Name in keyof Given as Name extends FilledIn | `${string}[]` ? never : Name]: Given[Name] } & {
      [Name in FilledIn & keyof Given]?: Given[Name]
    }
  : never
type FilledIn = 'client_id' | 'client_secret'

/** What may be left out may also be given as `undefined`. */
type Lenient<Given> = Given extends object
  ? { [Name in keyof Given]: Record<never, never> extends Pick<Given, Name> ? Given[Name] | undefined : Given[Name] }
  : never

/** A page of a list can be awaited; and all of it can be iterated over, page after page. */
type ResultOf<C extends Call> =
  AnswerOf<C> extends { data: (infer Item)[]; listMetadata: unknown }
    ? Promise<AnswerOf<C>> & AsyncIterable<Item>
    : Promise<AnswerOf<C>>

export type AnswerOf<C extends Call> = CamelCase<JsonOf<OperationOf<C>>>

type JsonOf<Operation> = Operation extends { responses: infer Responses }
  ? { [Status in keyof Responses & Success]: ContentOf<Responses[Status]> }[keyof Responses & Success]
  : never
type Success = 200 | 201 | 202 | 204
type ContentOf<Response> = Response extends { content: { 'application/json': infer Json } } ? Json : undefined

export type GrantType = components['schemas']['AuthenticateRequest']['grant_type']

/** What a grant takes beside its type. */
export type GrantOptions<Type extends GrantType> = Options<
  Omit<Extract<components['schemas']['AuthenticateRequest'], { grant_type: Type }>, 'grant_type'>
>
