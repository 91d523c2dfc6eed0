import type { z } from 'zod'
import type { AppContext } from '../context.ts'
import type { FieldError } from './errors.ts'
import type { Html, Reply } from './reply.ts'
import type { RequestInfo } from './request-info.ts'

/**
 * Who may call. There is no default: a public endpoint is a visible decision in its own file.
 * - `api-key`: a bearer API key of this environment.
 * - `anyone`: nobody has to prove anything before the handler runs.
 */
export type Caller = 'api-key' | 'anyone'

/** `empty` has no body, `html` is a page; anything else is a JSON body of that shape and drops what the shape does not name. */
export type ResponseShape = z.ZodType | 'empty' | 'html'
export type Responses = { readonly [status: number]: ResponseShape }

type BodyOf<Shape> = Shape extends z.ZodType ? z.input<Shape> : Shape extends 'html' ? Html : undefined
type ReplyOf<R extends Responses> = {
  [Status in keyof R & number]: Reply<Status, BodyOf<R[Status]>>
}[keyof R & number]
type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined

export interface RouteDefinition<
  Path extends z.ZodType | undefined,
  Query extends z.ZodType | undefined,
  Body extends z.ZodType | undefined,
  R extends Responses,
> {
  method: 'get' | 'post' | 'put' | 'delete'
  /** As in OpenAPI: `/user_management/users/{id}`. */
  path: string
  summary: string
  tag: string
  caller: Caller
  /** Pages are left out of the OpenAPI document and answer errors as pages. */
  isPage?: boolean
  /** A GET that changes something: HEAD, prefetches and embeds are refused before the handler runs. */
  hasEffect?: boolean
  params?: Path
  query?: Query
  body?: Body
  responses: R
  /** How a malformed request is refused; by default with 422 and the plain shape. */
  refuse?: (errors: FieldError[]) => Error
  handle(
    app: AppContext,
    input: {
      params: Parsed<Path>
      query: Parsed<Query>
      body: Parsed<Body>
      request: RequestInfo
    },
  ): Promise<ReplyOf<R>>
}

/** A route as the mounting code sees it, whatever its types. */
// biome-ignore lint/suspicious/noExplicitAny: the handler's input type is checked where the route is defined; a list of routes cannot name it.
export type Route = RouteDefinition<any, any, any, any>

/** One endpoint's whole contract: validation, types, authorization, leak guard and OpenAPI all follow from it. */
export function defineRoute<
  const R extends Responses,
  Path extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(definition: RouteDefinition<Path, Query, Body, R>): RouteDefinition<Path, Query, Body, R> {
  return definition
}
