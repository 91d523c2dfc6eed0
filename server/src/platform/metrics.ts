/** How often something happened, by kind. A kind is one of few that the code names: never an id, never what a caller sent. */
export interface Tally<Kind extends string = string> {
  add(kind: Kind): void
  /** Those that never happened too. */
  counts(): ReadonlyMap<Kind, number>
}

/** Durations in seconds, counted by size. */
export interface Histogram {
  observe(seconds: number): void
  /** As Prometheus has them: each bucket has those of the smaller ones too, and the last has all. */
  buckets(): { upTo: number; count: number }[]
  sum(): number
}

/** How requests to one route were answered, by status. */
export interface RouteMetrics {
  method: string
  path: string
  statuses: Map<number, number>
  durations: Histogram
}

/**
 * What this process counts, as plain numbers that are only written down when somebody asks (`GET /metrics`): a library's
 * counters look their labels up each time, which costs more than what is counted here.
 */
export interface Metrics {
  readonly routes: Map<object, RouteMetrics>
  /** `route` is undefined for what no route answered. */
  noteAnswer(route: { method: string; path: string } | undefined, status: number, seconds: number): void
  readonly refreshes: Tally<(typeof REFRESH_OUTCOMES)[number]>
  readonly sessionsStarted: Tally<(typeof SIGN_IN_METHODS)[number]>
  readonly sessionsEnded: Tally<(typeof END_REASONS)[number]>
  readonly tokenChecks: Tally<(typeof TOKEN_RESULTS)[number]>
  readonly passwordChecks: Tally<(typeof PASSWORD_RESULTS)[number]>
  readonly canaries: Tally<(typeof CANARY_RESULTS)[number]>
  readonly canaryDurations: Histogram
}

const REFRESH_OUTCOMES = ['rotated', 'replayed', 'refused', 'reused'] as const
const SIGN_IN_METHODS = ['password'] as const
const END_REASONS = [
  'sign_out',
  'api_revoke',
  'mass_revoke',
  'password_change',
  'password_reset',
  'user_deleted',
  'membership_deactivated',
  'membership_deleted',
  'organization_deleted',
  'user_suspended',
  'session_limit',
  'user_revoke',
  'refresh_token_reuse',
  'code_reuse',
  'expired',
  'inactive',
] as const
const TOKEN_RESULTS = ['live', 'refused'] as const
const PASSWORD_RESULTS = ['right', 'wrong'] as const
const CANARY_RESULTS = ['refused', 'late', 'held', 'never_live'] as const

const REQUEST_BUCKETS = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5]
const CANARY_BUCKETS = [0.005, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30]

const NO_ROUTE = { method: 'any', path: 'none' }

export function createMetrics(): Metrics {
  const routes = new Map<object, RouteMetrics>()
  return {
    routes,
    noteAnswer(route = NO_ROUTE, status, seconds) {
      const known = routes.get(route) ?? addRoute(routes, route)
      known.statuses.set(status, (known.statuses.get(status) ?? 0) + 1)
      known.durations.observe(seconds)
    },
    refreshes: createTally(REFRESH_OUTCOMES),
    sessionsStarted: createTally(SIGN_IN_METHODS),
    sessionsEnded: createTally(END_REASONS),
    tokenChecks: createTally(TOKEN_RESULTS),
    passwordChecks: createTally(PASSWORD_RESULTS),
    canaries: createTally(CANARY_RESULTS),
    canaryDurations: createHistogram(CANARY_BUCKETS),
  }
}

function addRoute(routes: Metrics['routes'], route: { method: string; path: string }): RouteMetrics {
  const { method, path } = route
  const added = { method, path, statuses: new Map(), durations: createHistogram(REQUEST_BUCKETS) }
  routes.set(route, added)
  return added
}

/** Each kind is there from the start: to `increase()` of Prometheus a series that begins at 1 has not grown. */
function createTally<Kind extends string>(kinds: readonly Kind[]): Tally<Kind> {
  const counts = new Map(kinds.map((kind) => [kind, 0]))
  return {
    add: (kind) => void counts.set(kind, (counts.get(kind) ?? 0) + 1),
    counts: () => counts,
  }
}

export function createHistogram(bounds: readonly number[]): Histogram {
  const counts = new Array<number>(bounds.length + 1).fill(0)
  let sum = 0
  return {
    observe(seconds) {
      let index = 0
      while (index < bounds.length && seconds > (bounds[index] as number)) index++
      counts[index] = (counts[index] as number) + 1
      sum += seconds
    },
    buckets() {
      let count = 0
      return counts.map((own, index) => {
        count += own
        return { upTo: bounds[index] ?? Number.POSITIVE_INFINITY, count }
      })
    },
    sum: () => sum,
  }
}
