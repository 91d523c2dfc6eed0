import type { z } from 'zod'
import type { AppContext } from '../context.ts'
import type { FieldError } from './errors.ts'
import type { EventShapes, EventStream } from './event-stream.ts'
import type { Html, Reply } from './reply.ts'
import type { RequestInfo } from './request-info.ts'

/**
 * Who may call. There is no default: a public endpoint is a visible decision in its own file.
 * - `api-key`: a bearer API key of this environment.
 * - `anyone`: nobody has to prove anything before the handler runs.
 */
export type Caller = 'api-key' | 'anyone'

/** Who called, once the check has passed. */
export type Identity = { kind: 'anyone' } | { kind: 'api-key'; id: string; name: string }

/** What a handler learns of its caller; of anybody there is nothing to learn. */
type IdentityOf<C extends Caller> = Extract<Identity, { kind: C }>

/**
 * Who else than our own pages may call from a browser and read the answer. Without it nobody may.
 * - `credentials`: pages of registered origins, with the browser's cookies.
 * - `public`: any page, without cookies.
 */
export type Cors = 'credentials' | 'public'

/** A JSON body, or server-sent events of these kinds if the caller asks for `text/event-stream`. */
export interface StreamableShape<Json extends z.ZodType = z.ZodType> {
  json: Json
  events: EventShapes
}

/** `empty` has no body, `html` is a page, `text` plain text; anything else is a JSON body of that shape and drops what the shape does not name. */
export type ResponseShape = z.ZodType | StreamableShape | 'empty' | 'html' | 'text'
export type Responses = { readonly [status: number]: ResponseShape }

type BodyOf<Shape> = Shape extends z.ZodType
  ? z.input<Shape>
  : Shape extends StreamableShape<infer Json>
    ? z.input<Json> | EventStream
    : Shape extends 'html'
      ? Html
      : Shape extends 'text'
        ? string
        : undefined
type ReplyOf<R extends Responses> = {
  [Status in keyof R & number]: Reply<Status, BodyOf<R[Status]>>
}[keyof R & number]
type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined

export interface RouteDefinition<
  Path extends z.ZodType | undefined,
  Query extends z.ZodType | undefined,
  Body extends z.ZodType | undefined,
  R extends Responses,
  C extends Caller,
> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Every other method is answered in the same way: a proxy asks with the method of the request that it asks about. */
  isAnyMethod?: boolean
  /** As in OpenAPI: `/user_management/users/{id}`. With `/*` at the end: whatever comes below. */
  path: string
  summary: string
  /** What the summary leaves open, for the OpenAPI document. */
  description?: string
  tag: string
  caller: C
  cors?: Cors
  /** Pages are left out of the OpenAPI document and answer errors as pages. */
  isPage?: boolean
  /** Left out of the OpenAPI document, because no client calls it. */
  isUndocumented?: boolean
  /** A GET that changes something: HEAD, prefetches and embeds are refused before the handler runs. */
  hasEffect?: boolean
  /** Makes a new object: sent again with the same `Idempotency-Key`, it makes no second one. */
  isCreate?: true
  params?: Path
  query?: Query
  body?: Body
  responses: R
  /** With what its operations refuse, in the plain shape, beside what follows from the contract (401, 404 with `params`, 422). */
  refusals?: readonly (400 | 401 | 403 | 404 | 409 | 429)[]
  /** How a malformed request is refused; by default with 422 and the plain shape. */
  refuse?: (errors: FieldError[]) => Error
  handle(
    app: AppContext,
    input: {
      params: Parsed<Path>
      query: Parsed<Query>
      body: Parsed<Body>
      caller: IdentityOf<C>
      request: RequestInfo
    },
  ): Promise<ReplyOf<R>>
}

/** A route as the mounting code sees it, whatever its types. */
// biome-ignore lint/suspicious/noExplicitAny: the handler's input type is checked where the route is defined; a list of routes cannot name it.
export type Route = RouteDefinition<any, any, any, any, any>

/** One endpoint's whole contract: validation, types, authorization, leak guard and OpenAPI all follow from it. */
export function defineRoute<
  const R extends Responses,
  const C extends Caller,
  Path extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(definition: RouteDefinition<Path, Query, Body, R, C>): RouteDefinition<Path, Query, Body, R, C> {
  return definition
}
