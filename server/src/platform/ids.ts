import { randomBytes } from 'node:crypto'
import type { Clock } from './clock.ts'

/** The kinds of object that have an id on the wire; the prefix is part of the contract. */
export type IdPrefix =
  | 'api_key'
  | 'auth_code'
  | 'authorization_request'
  | 'backchannel_logout_uri'
  | 'browser_session'
  | 'client'
  | 'cors_origin'
  | 'email'
  | 'event'
  | 'group'
  | 'invitation'
  | 'key'
  | 'om'
  | 'org'
  | 'org_domain'
  | 'password_reset'
  | 'perm'
  | 'redir'
  | 'revocation'
  | 'role'
  | 'session'
  | 'sign_out_uri'
  | 'user'
  | 'we'

export interface Ids {
  /** `prefix_` and a ULID. */
  next(prefix: IdPrefix): string
  /** A bare ULID, as the `jti` claim has it. */
  ulid(): string
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/
const RANDOM_BYTES = 10
const IDS_AT_A_TIME = 400

/**
 * ULIDs whose 80 random bits are drawn afresh for each id. The monotonic variant of the ULID specification is not
 * used on purpose: there the next id of the same millisecond is the previous one plus one, and a session id is all
 * it takes to sign that session out.
 */
export function createIds(clock: Clock): Ids {
  const drawRandom = createRandomSource()
  const ulid = () => encodeTime(clock.now().getTime()) + encodeRandom(drawRandom())
  return { ulid, next: (prefix) => `${prefix}_${ulid()}` }
}

/** From the system's generator, many at a time: most of the cost is in the asking. */
function createRandomSource(): () => Buffer {
  let drawn = Buffer.alloc(0)
  let used = 0
  return () => {
    if (used === drawn.length) {
      drawn = randomBytes(RANDOM_BYTES * IDS_AT_A_TIME)
      used = 0
    }
    used += RANDOM_BYTES
    return drawn.subarray(used - RANDOM_BYTES, used)
  }
}

/** Whether `id` is well-formed: cheap to check before a query, and what cursors are checked with. */
export function isId(prefix: IdPrefix, id: string): boolean {
  return id.startsWith(`${prefix}_`) && ULID.test(id.slice(prefix.length + 1))
}

/** When a ULID was made, or undefined if it is none. */
export function timeOfUlid(ulid: string): Date | undefined {
  if (!ULID.test(ulid)) return undefined
  let milliseconds = 0
  for (const character of ulid.slice(0, 10)) milliseconds = milliseconds * 32 + CROCKFORD.indexOf(character)
  return new Date(milliseconds)
}

/** No ULID of this millisecond or later comes before it. */
export function firstUlidOf(time: Date): string {
  return encodeTime(time.getTime()) + '0'.repeat(16)
}

/** 48 bits of milliseconds as 10 characters, most significant first. */
function encodeTime(milliseconds: number): string {
  let text = ''
  for (let rest = milliseconds, i = 0; i < 10; i++) {
    text = CROCKFORD.charAt(rest % 32) + text
    rest = Math.floor(rest / 32)
  }
  return text
}

/** 80 bits as 16 characters: each group of 5 bytes is 8 characters. */
function encodeRandom(bytes: Buffer): string {
  let text = ''
  for (let offset = 0; offset < RANDOM_BYTES; offset += 5) {
    let group = bytes.readUIntBE(offset, 5)
    let part = ''
    for (let i = 0; i < 8; i++) {
      part = CROCKFORD.charAt(group % 32) + part
      group = Math.floor(group / 32)
    }
    text += part
  }
  return text
}
