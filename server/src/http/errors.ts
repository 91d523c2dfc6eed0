/** What went wrong with one field; the Node SDK prints the codes, others the messages. */
export interface FieldError {
  code: string
  field?: string
  message: string
}

/** A refusal in the plain shape of the API: `{ message, code?, errors? }`. */
export class ApiError extends Error {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 503
  readonly code: string | undefined
  readonly details: object
  readonly headers: Record<string, string>

  constructor(
    status: ApiError['status'],
    message: string,
    options: {
      code?: string
      errors?: FieldError[]
      /** What else the body has, for whoever has to act on the refusal. */
      members?: object
      headers?: Record<string, string>
    } = {},
  ) {
    super(message)
    this.status = status
    this.code = options.code
    this.details = { ...(options.errors ? { errors: options.errors } : {}), ...options.members }
    this.headers = options.headers ?? {}
  }

  toBody(): object {
    return {
      message: this.message,
      ...(this.code === undefined ? {} : { code: this.code }),
      ...this.details,
    }
  }
}

/**
 * A refusal in the shape of RFC 6749, 5.2: `{ error, error_description }`. Where the SDKs call, status 400 also for bad
 * clients: they drop the body of a 401.
 */
export class OAuthError extends Error {
  readonly status: 400 | 401 | 429
  readonly error: string
  readonly headers: Record<string, string>
  /** Whole `Set-Cookie` values: they take back what is refused here. */
  readonly cookies: string[]

  constructor(
    error: string,
    description: string,
    options: { status?: OAuthError['status']; headers?: Record<string, string>; cookies?: string[] } = {},
  ) {
    super(description)
    this.error = error
    this.status = options.status ?? 400
    this.headers = options.headers ?? {}
    this.cookies = options.cookies ?? []
  }

  toBody(): object {
    return { error: this.error, error_description: this.message }
  }
}

/** The wording of the official API, the id in quotes. */
export function notFound(resource: string, id: string): ApiError {
  return new ApiError(404, `${resource} not found: '${id}'.`, {
    code: 'entity_not_found',
  })
}

export function invalidGrant(description: string): OAuthError {
  return new OAuthError('invalid_grant', description)
}
