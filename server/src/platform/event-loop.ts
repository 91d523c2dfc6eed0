import { monitorEventLoopDelay, performance } from 'node:perf_hooks'

/** How busy the one thread is that answers requests. */
export interface EventLoop {
  /** Since the last call. */
  delays(): { quantile: string; seconds: number }[]
  busySeconds(): number
}

const RESOLUTION_MS = 20
const NANOSECONDS = 1e9
const QUANTILES = [0.5, 0.99, 1]

/** Without `isMeasured` no delays are told: measuring them wakes the process 50 times a second. */
export function watchEventLoop(isMeasured: boolean): EventLoop {
  const histogram = isMeasured ? monitorEventLoopDelay({ resolution: RESOLUTION_MS }) : undefined
  histogram?.enable()
  return {
    delays() {
      if (!histogram || histogram.count === 0) return []
      // What is measured is the time between two looks.
      const delays = QUANTILES.map((quantile) => ({
        quantile: String(quantile),
        seconds: Math.max(0, histogram.percentile(quantile * 100) / NANOSECONDS - RESOLUTION_MS / 1000),
      }))
      histogram.reset()
      return delays
    },
    busySeconds: () => performance.eventLoopUtilization().active / 1000,
  }
}
