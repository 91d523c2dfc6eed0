/** The server answered, and said no: waiting will not help, somebody must change something. */
export class FeedRefusedError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'FeedRefusedError'
    this.status = status
  }
}

/** The stream was opened, or should have been, and nothing came through: something on the way collects it. */
export class StreamSilentError extends Error {}

/** Whatever else ends a connection; the next one may work. */
export class FeedBrokenError extends Error {}
