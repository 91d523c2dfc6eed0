import type { AppContext } from '../../context.ts'
import type { Tally } from '../../platform/metrics.ts'
import { countWaitingEmails } from '../emails/email.queries.ts'
import { type MetricFamily, type Sample, toHistogramSamples } from './prometheus-text.ts'

/**
 * Everything that is told. A label is a word of the code, a route's template or a status: no id, no address, nothing
 * that a caller chose, so the number of series is bounded by the code (docs/metrics.md).
 */
export async function collectMetrics(app: AppContext): Promise<MetricFamily[]> {
  return [
    ...ofRequests(app),
    ...ofSessions(app),
    ...ofSignOutEverywhere(app),
    ...(await ofQueues(app)),
    ...ofProcess(app),
  ]
}

function ofRequests({ metrics }: AppContext): MetricFamily[] {
  const routes = [...metrics.routes.values()]
  return [
    {
      name: 'gatehouse_requests_total',
      type: 'counter',
      help: 'Requests by route and status.',
      samples: routes.flatMap(({ method, path, statuses }) =>
        [...statuses].map(([status, value]) => ({ labels: { method, route: path, status }, value })),
      ),
    },
    {
      name: 'gatehouse_request_duration_seconds',
      type: 'histogram',
      help: 'From the head of a request until its answer is ready, by route.',
      samples: routes.flatMap(({ method, path, durations }) =>
        toHistogramSamples(durations.buckets(), durations.sum(), { method, route: path }),
      ),
    },
  ]
}

function ofSessions({ metrics }: AppContext): MetricFamily[] {
  return [
    counter('gatehouse_sessions_started_total', 'Sessions that began, by method.', metrics.sessionsStarted, 'method'),
    counter('gatehouse_sessions_ended_total', 'Sessions that ended, by reason.', metrics.sessionsEnded, 'reason'),
    counter(
      'gatehouse_refreshes_total',
      'Refresh tokens presented: rotated, replayed within the grace period, refused, or reused after it (theft).',
      metrics.refreshes,
      'outcome',
    ),
    counter(
      'gatehouse_token_checks_total',
      'Access tokens asked about by introspection, forward-auth and userinfo.',
      metrics.tokenChecks,
      'result',
    ),
    counter('gatehouse_password_checks_total', 'Passwords checked.', metrics.passwordChecks, 'result'),
  ]
}

function ofSignOutEverywhere({ feed, clock, metrics }: AppContext): MetricFamily[] {
  const seenAt = feed.seenAt()
  const delays = feed.acknowledgements.delays()
  const { sessions, marks } = feed.live.count()
  return [
    gauge(
      'gatehouse_feed_followers',
      'Verifiers and others that follow the revocation feed on this node.',
      feed.listeners.size,
    ),
    {
      ...gauge('gatehouse_feed_lag_seconds', 'Since this node last compared its feed with the database.', 0),
      samples: seenAt ? [{ value: (clock.now().getTime() - seenAt.getTime()) / 1000 }] : [],
    },
    {
      ...gauge('gatehouse_live_revocations', 'Revocations that access tokens may still run into, by kind.', 0),
      samples: [
        { labels: { kind: 'session' }, value: sessions },
        { labels: { kind: 'not_before' }, value: marks },
      ],
    },
    {
      name: 'gatehouse_enforced_seconds',
      type: 'histogram',
      help: 'From the writing of a revocation until a verifier reported that it refuses it.',
      samples: toHistogramSamples(delays.buckets, delays.sum),
    },
    {
      name: 'gatehouse_canary_seconds',
      type: 'histogram',
      help: 'From the answered sign-out of a canary session until it was refused everywhere.',
      samples: toHistogramSamples(metrics.canaryDurations.buckets(), metrics.canaryDurations.sum()),
    },
    counter('gatehouse_canaries_total', 'Canary sessions of this node, by result.', metrics.canaries, 'result'),
  ]
}

async function ofQueues(app: AppContext): Promise<MetricFamily[]> {
  const now = app.clock.now()
  const { count, oldest } = await countWaitingEmails(app.db)
  return [
    gauge('gatehouse_passwords_waiting', 'Passwords that wait to be hashed.', app.passwords.waiting()),
    gauge('gatehouse_emails_waiting', 'Mails in the queue.', count),
    gauge(
      'gatehouse_email_oldest_seconds',
      'Age of the oldest mail in the queue.',
      oldest === null ? 0 : Math.max(0, now.getTime() - Date.parse(oldest)) / 1000,
    ),
    gauge(
      'gatehouse_signing_key_age_seconds',
      'Since the key that signs now came into use.',
      (now.getTime() - app.keys.current(now).activeFrom) / 1000,
    ),
  ]
}

function ofProcess({ config, database, eventLoop }: AppContext): MetricFamily[] {
  const cpu = process.cpuUsage()
  return [
    {
      ...gauge('gatehouse_info', 'What runs here.', 1),
      samples: [{ labels: { node: process.version, database: database.kind, mode: config.mode }, value: 1 }],
    },
    {
      ...gauge('process_cpu_seconds_total', 'CPU time of the process.', (cpu.user + cpu.system) / 1e6),
      type: 'counter',
    },
    gauge('process_resident_memory_bytes', 'Resident memory.', process.memoryUsage.rss()),
    {
      ...gauge(
        'gatehouse_event_loop_delay_seconds',
        'How late the event loop was since the last time it was asked.',
        0,
      ),
      samples: eventLoop.delays().map(({ quantile, seconds }) => ({ labels: { quantile }, value: seconds })),
    },
    {
      ...gauge(
        'gatehouse_event_loop_busy_seconds_total',
        'How long the event loop has been busy.',
        eventLoop.busySeconds(),
      ),
      type: 'counter',
    },
  ]
}

function gauge(name: string, help: string, value: number): MetricFamily {
  return { name, type: 'gauge', help, samples: [{ value }] }
}

function counter(name: string, help: string, tally: Pick<Tally, 'counts'>, label: string): MetricFamily {
  const samples = [...tally.counts()].map(([kind, value]): Sample => ({ labels: { [label]: kind }, value }))
  return { name, type: 'counter', help, samples }
}
