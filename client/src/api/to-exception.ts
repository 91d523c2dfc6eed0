import {
  AuthenticationException,
  BadRequestException,
  ConflictException,
  type FieldMistake,
  GenericServerException,
  NotFoundException,
  OauthException,
  RateLimitExceededException,
  type Refused,
  UnauthorizedException,
  UnprocessableEntityException,
} from './exceptions.ts'
import { readRetryAfter } from './retry-after.ts'
import type { ApiAnswer } from './send-request.ts'

type Body = Record<string, unknown>

/** The same class for the same answer as in the official SDK. */
export function toException(answer: ApiAnswer, { call, now }: { call: string; now: number }): GenericServerException {
  const body = readBody(answer.text)
  const refused = readRefused(answer, { body, call })
  switch (answer.status) {
    case 401:
      return new UnauthorizedException(refused)
    case 404:
      return new NotFoundException(refused)
    case 409:
      return new ConflictException(refused)
    case 422:
      return new UnprocessableEntityException(refused)
    case 429:
      return new RateLimitExceededException(refused, readRetryAfter(answer.headers, now))
  }
  if (NEXT_STEPS.has(refused.code ?? '')) return new AuthenticationException(refused)
  if (typeof body.error === 'string') return new OauthException(refused)
  if (answer.status === 400 && refused.errors) return new BadRequestException(refused)
  return new GenericServerException(refused)
}

/** As the official SDK knows them. */
const NEXT_STEPS = new Set([
  'email_verification_required',
  'organization_selection_required',
  'mfa_enrollment',
  'mfa_challenge',
  'mfa_verification',
  'radar_email_challenge',
  'radar_sms_challenge',
  'sso_required',
])

function readRefused({ status, headers }: ApiAnswer, { body, call }: { body: Body; call: string }): Refused {
  return {
    status,
    message: text(body.message) ?? text(body.error_description) ?? `${call} was answered with ${status}.`,
    code: text(body.code) ?? text(body.error),
    errors: Array.isArray(body.errors) ? (body.errors as FieldMistake[]) : undefined,
    requestID: headers.get('x-request-id') ?? '',
    rawData: body,
  }
}

/** Proxies answer with pages: then there is nothing in it for a program. */
function readBody(json: string): Body {
  try {
    const body: unknown = JSON.parse(json)
    return typeof body === 'object' && body !== null ? (body as Body) : {}
  } catch {
    return {}
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
