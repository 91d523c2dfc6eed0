/** One of the mistakes that the server found in what it was sent. */
export interface FieldMistake {
  code: string
  field?: string
  message?: string
}

/** What the answer was; `rawData` is its body, whatever that was. */
export interface Refused {
  status: number
  message: string
  code?: string | undefined
  errors?: FieldMistake[] | undefined
  /** To be found in the server's log. */
  requestID: string
  rawData: Record<string, unknown>
}

/** The server answered, and not with success. The other ones, named as in the official SDK, are all kinds of this. */
export class GenericServerException extends Error {
  override name = 'GenericServerException'
  readonly status: number
  readonly code: string | undefined
  readonly errors: FieldMistake[] | undefined
  readonly requestID: string
  readonly rawData: Record<string, unknown>

  constructor({ status, message, code, errors, requestID, rawData }: Refused) {
    super(message)
    this.status = status
    this.code = code
    this.errors = errors
    this.requestID = requestID
    this.rawData = rawData
  }
}

/** 400 with a list of mistakes. */
export class BadRequestException extends GenericServerException {
  override name = 'BadRequestException'
}

/** 401. Is the API key right? */
export class UnauthorizedException extends GenericServerException {
  override name = 'UnauthorizedException'
}

/** 404. */
export class NotFoundException extends GenericServerException {
  override name = 'NotFoundException'
}

/** 409. */
export class ConflictException extends GenericServerException {
  override name = 'ConflictException'
}

/** 422. `errors` says what was wrong with which field. */
export class UnprocessableEntityException extends GenericServerException {
  override name = 'UnprocessableEntityException'
}

/** 429, and no attempt was left or the wait was too long to be made here. */
export class RateLimitExceededException extends GenericServerException {
  override name = 'RateLimitExceededException'
  /** Seconds, if the server said so. */
  readonly retryAfter: number | null

  constructor(refused: Refused, retryAfter: number | null) {
    super(refused)
    this.retryAfter = retryAfter
  }
}

/** The sign-in needs another step, which `code` names: a verified address, a second factor, an organization. */
export class AuthenticationException extends GenericServerException {
  override name = 'AuthenticationException'
  readonly pendingAuthenticationToken: string | undefined

  constructor(refused: Refused) {
    super(refused)
    const token = refused.rawData.pending_authentication_token
    this.pendingAuthenticationToken = typeof token === 'string' ? token : undefined
  }
}

/** Refused in the words of OAuth (RFC 6749, 5.2): `error` is `invalid_grant` when a session is over. */
export class OauthException extends GenericServerException {
  override name = 'OauthException'
  readonly error: string | undefined
  readonly errorDescription: string | undefined

  constructor(refused: Refused) {
    super(refused)
    const { error, error_description: description } = refused.rawData
    this.error = typeof error === 'string' ? error : undefined
    this.errorDescription = typeof description === 'string' ? description : undefined
  }
}

/** No answer came: the server could not be reached, or not in time. `cause` says why. */
export class ConnectionException extends Error {
  override name = 'ConnectionException'
}

/** A webhook that is too old, or was not signed with the secret of its endpoint. Answer it with 400 and believe nothing of it. */
export class SignatureVerificationException extends Error {
  override name = 'SignatureVerificationException'
}
