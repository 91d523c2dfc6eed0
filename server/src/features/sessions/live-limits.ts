import type { SessionSettings } from '../../config.ts'

/** What a session must satisfy to be alive now, beside not having been ended: `expires_at > now` and `refreshed_at > refreshedAfter`. */
export interface LiveLimits {
  now: string
  refreshedAfter: string
}

const NO_INACTIVITY_LIMIT = ''

export function liveLimits(settings: SessionSettings, now: Date): LiveLimits {
  const { inactivityTimeoutSeconds } = settings
  return {
    now: now.toISOString(),
    refreshedAfter:
      inactivityTimeoutSeconds === null
        ? NO_INACTIVITY_LIMIT
        : new Date(now.getTime() - inactivityTimeoutSeconds * 1000).toISOString(),
  }
}

export function isWithin(limits: LiveLimits, row: { expires_at: string; refreshed_at: string }): boolean {
  return row.expires_at > limits.now && row.refreshed_at > limits.refreshedAfter
}
