/** Values a log line may carry. Never a secret, a password, a token, or the query string of a request. */
export type LogFields = Record<string, string | number | boolean | null | undefined>

export interface Logger {
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  /** An unexpected error, logged whole; the caller of the API only sees a request id. */
  error(message: string, error: unknown, fields?: LogFields): void
}

/** JSON lines, so that a line break inside a value cannot forge a second line. */
export function createLogger(write: (line: string) => void): Logger {
  const log = (level: string, message: string, fields: LogFields = {}) =>
    write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`)
  return {
    info: (message, fields) => log('info', message, fields),
    warn: (message, fields) => log('warn', message, fields),
    error: (message, error, fields) => log('error', message, { ...fields, error: describeError(error) }),
  }
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
