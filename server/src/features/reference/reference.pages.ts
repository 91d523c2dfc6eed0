import { readFileSync } from 'node:fs'
import type { Addresses, Reference } from '@gatehouse/reference'
import { html, raw } from 'hono/html'
import { z } from 'zod'
import { defineRoute, type Route } from '../../http/define-route.ts'
import { ApiError } from '../../http/errors.ts'
import { ok, page } from '../../http/reply.ts'
import { packageFile } from '../../package-file.ts'

const OPENAPI = packageFile('openapi.json')

const ADDRESSES: Addresses = {
  stylesheet: '/assets/reference.css',
  index: '/reference',
  openapi: '/reference/openapi.json',
  operation: (name) => `/reference/${name}`,
}

/** Reading samples and highlighting them takes memory that a server without readers need not spend. */
const openReference = once(async (): Promise<Reference> => {
  const reference = await import('@gatehouse/reference')
  return reference.openReference(JSON.parse(readFileSync(OPENAPI, 'utf8')))
})

const index = defineRoute({
  method: 'get',
  path: '/reference',
  summary: 'API reference',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  responses: { 200: 'html' },

  async handle() {
    return page(toHtml(await (await openReference()).indexPage(ADDRESSES)))
  },
})

const operation = defineRoute({
  method: 'get',
  path: '/reference/{name}',
  summary: 'API reference of one operation',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  params: z.object({ name: z.string() }),
  responses: { 200: 'html' },

  async handle(_app, { params }) {
    const text = await (await openReference()).operationPage(params.name, ADDRESSES)
    if (text === undefined) throw new ApiError(404, 'There is no such page in the reference.', { code: 'not_found' })
    return page(toHtml(text))
  },
})

const openApi = defineRoute({
  method: 'get',
  path: '/reference/openapi.json',
  summary: 'The OpenAPI document',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  responses: { 200: z.looseObject({}) },

  async handle() {
    return ok(JSON.parse(readFileSync(OPENAPI, 'utf8')) as Record<string, unknown>)
  },
})

/** The fixed path first: routes are matched in their order. */
export const referencePages: Route[] = [index, openApi, operation]

/** It comes from templates that have escaped what is in it. */
function toHtml(text: string) {
  return html`${raw(text)}`
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => {
    made ??= make()
    return made
  }
}
