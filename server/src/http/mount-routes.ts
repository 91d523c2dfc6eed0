import type { HttpBindings } from '@hono/node-server'
import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { hashSecret } from '../platform/secrets.ts'
import type { Caller, Identity, ResponseShape, Route } from './define-route.ts'
import { ApiError, type FieldError } from './errors.ts'
import { EventStream } from './event-stream.ts'
import { describeIssue, toFieldErrors } from './field-errors.ts'
import { readParameters } from './parameters.ts'
import { readBody } from './read-body.ts'
import { whyNotARealAct } from './real-act.ts'
import type { Html, Reply } from './reply.ts'
import { headersOf } from './request-headers.ts'
import { describeRequest, type RequestInfo } from './request-info.ts'
import { respond, respondEvents, respondHtml, respondJson } from './respond.ts'

export type HonoEnvironment = {
  /** Tests call the app as a function: then there are none. */
  Bindings: Partial<HttpBindings>
  Variables: {
    requestId: string
    commonHeaders: Record<string, string>
    isPage: boolean
    /** Undefined: no route answers. */
    route: Route | undefined
    /** For the metrics, when the answer is ready. */
    noteAnswer: ((status: number, route: Route | undefined) => void) | undefined
    /** See `RequestInfo`. */
    allowedOrigin: string | undefined
  }
}

/** Answers who called; throws unless the request proves to come from such a caller. */
export type CheckCaller = (app: AppContext, caller: Caller, request: RequestInfo) => Promise<Identity>

/** Both throw if the request comes too soon after others. */
export interface RequestPace {
  /** Before anything of it is looked at. */
  checkAddress(app: AppContext, route: Route, request: RequestInfo): void
  /** Once it is known who calls. */
  checkCaller(app: AppContext, route: Route, caller: Identity): void
}

/** A request that may come again, and what tells it from others of the same key. */
export interface OnceRequest {
  callerId: string
  key: string
  fingerprint: string
}

/** Does the work unless it was done before, and answers the same each time. */
export type AnswerOnce = (
  app: AppContext,
  request: OnceRequest,
  work: (app: AppContext) => Promise<Reply<number, unknown>>,
) => Promise<Reply<number, unknown>>

/** What contracts need of features, which are above. */
export interface MountedWith {
  checkCaller: CheckCaller
  pace: RequestPace
  answerOnce: AnswerOnce
}

/** Turns contracts into handlers: who calls, what comes in, the handler, what goes out. */
export function mountRoutes(
  hono: Hono<HonoEnvironment>,
  app: AppContext,
  routes: Route[],
  { checkCaller, pace, answerOnce }: MountedWith,
): void {
  const methods = methodsByPath(routes.filter((route) => !route.isAnyMethod))
  for (const route of routes) {
    const parameters = parametersOf(route.query)
    const allow = methods.get(route.path) ?? ''
    hono.on(route.isAnyMethod ? 'ALL' : route.method.toUpperCase(), honoPath(route.path), async (c) => {
      c.set('isPage', route.isPage ?? false)
      c.set('route', route)
      const request = requestInfo(c, app, parameters)
      // Nobody is too fast to sign out.
      if (route.hasEffect) refuseUnlessRealAct(c, request, allow)
      else pace.checkAddress(app, route, request)
      const caller = await checkCaller(app, route.caller, request)
      pace.checkCaller(app, route, caller)
      const refuse = route.refuse ?? invalidParameters
      const input = {
        params: parseInput(route.params, c.req.param(), refuse),
        query: parseInput(route.query, readParameters(request.query), refuse),
        body: route.body
          ? parseInput(route.body, await readBody(c.req, request.header('content-type'), refuse), refuse)
          : undefined,
        caller,
        request,
      }
      const once = onceRequest(route, c.req.path, input)
      const handle = (context: AppContext) => route.handle(context, input)
      return toResponse(c, route, once ? await answerOnce(app, once, handle) : await handle(app))
    })
  }
  refuseOtherMethods(hono, methods)
}

/** Undefined: the caller did not ask for it, or the route makes nothing. */
function onceRequest(
  route: Route,
  path: string,
  { caller, request, body }: { caller: Identity; request: RequestInfo; body: unknown },
): OnceRequest | undefined {
  const key = route.isCreate ? request.header('idempotency-key') : undefined
  if (key === undefined || caller.kind !== 'api-key') return undefined
  return { callerId: caller.id, key, fingerprint: hashSecret(`${route.method} ${path} ${JSON.stringify(body)}`) }
}

/** What a handler, or the page of an error, may know of the request. */
export function requestInfo(c: Context<HonoEnvironment>, app: AppContext, parameters: string[] = []): RequestInfo {
  return describeRequest({
    id: c.get('requestId'),
    method: c.req.method,
    url: c.req.url,
    parameters,
    headers: headersOf(c),
    peerAddress: c.env?.incoming?.socket.remoteAddress,
    trustedProxies: app.config.trustedProxies,
    allowedOrigin: c.get('allowedOrigin'),
  })
}

function parametersOf(schema: z.ZodType | undefined): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape)
  return schema instanceof z.ZodUnion ? schema.options.flatMap((option) => parametersOf(option as z.ZodType)) : []
}

function refuseUnlessRealAct(c: Context<HonoEnvironment>, request: RequestInfo, allow: string): void {
  const reason = whyNotARealAct(c.req.method, request.header)
  if (!reason) return
  const status = c.req.method === 'HEAD' ? 405 : 403
  throw new ApiError(
    status,
    `Nothing was done: this is ${reason}, and only a real navigation or request may have an effect here.`,
    {
      code: 'not_a_real_act',
      headers: status === 405 ? { allow } : {},
    },
  )
}

function parseInput(schema: z.ZodType | undefined, value: unknown, refuse: (errors: FieldError[]) => Error): unknown {
  if (!schema) return undefined
  // With the input in the issues: that is how a missing value is told from one of the wrong type.
  const result = schema.safeParse(value, { reportInput: true, error: describeIssue })
  if (result.success) return result.data
  throw refuse(result.error.issues.flatMap(toFieldErrors))
}

function invalidParameters(errors: FieldError[]): ApiError {
  const message = errors.map((error) => error.message).join(' ')
  return new ApiError(422, `Validation failed. ${message}`, {
    code: 'invalid_request_parameters',
    errors,
  })
}

async function toResponse(c: Context<HonoEnvironment>, route: Route, reply: Reply<number, unknown>): Promise<Response> {
  const shape: ResponseShape | undefined = route.responses[reply.status]
  if (shape === undefined)
    throw new Error(`${route.method} ${route.path} answered ${reply.status}, which its contract does not name.`)
  if (shape === 'empty') return respond(c, { ...reply, body: null })
  if (shape === 'text') return respond(c, { ...reply, body: reply.body as string })
  if (shape === 'html') return await respondHtml(c, { ...reply, body: reply.body as Html })
  if (reply.body instanceof EventStream) return respondEvents(c, { ...reply, body: reply.body })
  const json = 'json' in shape ? shape.json : shape
  return respondJson(c, { ...reply, body: z.parse(json, reply.body) as object })
}

/** OPTIONS is answered, a wrong method is told which ones are right (RFC 9110, 15.5.6). */
function refuseOtherMethods(hono: Hono<HonoEnvironment>, methods: Map<string, string>): void {
  for (const [path, allow] of methods) {
    hono.all(honoPath(path), (c) => {
      if (c.req.method === 'OPTIONS') return respond(c, { status: 204, headers: { allow }, body: null })
      throw new ApiError(405, `Use ${allow} here.`, {
        code: 'method_not_allowed',
        headers: { allow },
      })
    })
  }
}

/** As `Allow` has them: `GET, POST`. */
function methodsByPath(routes: Route[]): Map<string, string> {
  const methods = new Map<string, string>()
  for (const { path, method } of routes) {
    const others = methods.get(path)
    methods.set(path, others ? `${others}, ${method.toUpperCase()}` : method.toUpperCase())
  }
  return methods
}

export function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1')
}
