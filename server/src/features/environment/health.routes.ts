import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { ok } from '../../http/reply.ts'
import { findEnvironment } from './environment.queries.ts'

/** The process only, never the database: a probe that restarts healthy nodes while the database is away makes it worse. */
const health = defineRoute({
  method: 'get',
  path: '/health',
  summary: 'Whether the process is alive',
  tag: 'Operations',
  caller: 'anyone',
  responses: { 200: z.object({ status: z.literal('ok') }) },
  handle: async () => ok({ status: 'ok' as const }),
})

/** Whether a load balancer may send requests here: the database answers and is migrated. No details for strangers. */
const ready = defineRoute({
  method: 'get',
  path: '/ready',
  summary: 'Whether requests can be answered',
  tag: 'Operations',
  caller: 'anyone',
  responses: {
    200: z.object({ status: z.literal('ready') }),
    503: z.object({ status: z.literal('not ready') }),
  },

  async handle(app) {
    try {
      const environment = await findEnvironment(app.db)
      return environment ? ok({ status: 'ready' as const }) : NOT_READY
    } catch (error) {
      app.log.warn('Not ready: the database does not answer.', {
        reason: error instanceof Error ? error.message : String(error),
      })
      return NOT_READY
    }
  },
})

const NOT_READY = {
  status: 503 as const,
  body: { status: 'not ready' as const },
}

export const healthRoutes = [health, ready]
