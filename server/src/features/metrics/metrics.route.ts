import { defineRoute } from '../../http/define-route.ts'
import { ApiError } from '../../http/errors.ts'
import { hasHash } from '../../platform/secrets.ts'
import { collectMetrics } from './collect-metrics.ts'
import { toPrometheusText } from './prometheus-text.ts'

/** For Prometheus. Its token opens nothing else, and without one configured there is nothing here. */
export const getMetrics = defineRoute({
  method: 'get',
  path: '/metrics',
  summary: 'Metrics in the text format of Prometheus',
  tag: 'Operations',
  // Neither an API key nor a session: whoever watches a server need not be able to change it.
  caller: 'anyone',
  isUndocumented: true,
  responses: { 200: 'text' },

  async handle(app, { request }) {
    const { metricsTokenHash } = app.config
    if (metricsTokenHash === undefined)
      throw new ApiError(404, 'There are no metrics: GATEHOUSE_METRICS_TOKEN is not set.', { code: 'not_found' })
    const token = /^Bearer (\S+)$/i.exec(request.header('authorization') ?? '')?.[1]
    if (token === undefined || !hasHash(token, metricsTokenHash)) {
      throw new ApiError(401, 'Send GATEHOUSE_METRICS_TOKEN: Authorization: Bearer …', {
        code: 'unauthorized',
        headers: { 'www-authenticate': 'Bearer' },
      })
    }
    return { status: 200 as const, body: toPrometheusText(await collectMetrics(app)), headers: TEXT }
  },
})

const TEXT = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }
