import { hashText } from '../api/pkce.ts'
import { sealJson, unsealJson } from '../api/session-seal.ts'
import { readCookies, toSetCookie } from './cookies.ts'
import type { CookieSettings } from './settings.ts'

/** A sign-in under way, known to the browser that began it and to nobody else. */
export interface SignInFlow {
  state: string
  codeVerifier: string
  /** Decided when it began. */
  returnTo: string
}

const LIFETIME_SECONDS = 10 * 60
const NAME_LENGTH = 12
/** Of one browser at once; with more, requests would become too large for some servers. */
const MOST_FLOWS = 5

/** A cookie for each flow, so that two tabs do not disturb each other. */
export async function flowCookie(settings: CookieSettings, flow: SignInFlow): Promise<string> {
  const sealed = await sealJson(flow, settings.cookiePassword, LIFETIME_SECONDS * 1000)
  return toFlowCookie(settings, await nameOf(settings, flow.state), { value: sealed, maxAgeSeconds: LIFETIME_SECONDS })
}

/** The flow that this state belongs to, if this browser began it. */
export async function readFlow(
  settings: CookieSettings,
  { state, cookieHeader }: { state: string; cookieHeader: string | null },
): Promise<SignInFlow | undefined> {
  const sealed = readCookies(cookieHeader).get(await nameOf(settings, state))
  const flow = sealed === undefined ? undefined : await unsealJson(sealed, settings.cookiePassword)
  return isFlow(flow) && flow.state === state ? flow : undefined
}

export async function clearedFlowCookie(settings: CookieSettings, state: string): Promise<string> {
  return toFlowCookie(settings, await nameOf(settings, state), { value: '', maxAgeSeconds: 0 })
}

/** For a sign-out: nothing of a sign-in is left. */
export function clearedFlowCookies(settings: CookieSettings, cookieHeader: string | null): string[] {
  return flowNames(settings, cookieHeader).map((name) => toFlowCookie(settings, name, { value: '', maxAgeSeconds: 0 }))
}

/** People who begin again and again: the older flows go. */
export function supersededFlowCookies(settings: CookieSettings, cookieHeader: string | null): string[] {
  return flowNames(settings, cookieHeader).length < MOST_FLOWS ? [] : clearedFlowCookies(settings, cookieHeader)
}

function flowNames(settings: CookieSettings, cookieHeader: string | null): string[] {
  return [...readCookies(cookieHeader).keys()].filter((name) => name.startsWith(prefixOf(settings)))
}

async function nameOf(settings: CookieSettings, state: string): Promise<string> {
  return prefixOf(settings) + (await hashText(state)).slice(0, NAME_LENGTH)
}

/** `__Host-`: no other host of the domain can have set it, so nobody can sign a browser in as somebody else. */
function prefixOf({ attributes, cookieName }: CookieSettings): string {
  return `${attributes.isSecure ? '__Host-' : ''}${cookieName}-sign-in-`
}

function toFlowCookie(
  { attributes: { isSecure } }: CookieSettings,
  name: string,
  { value, maxAgeSeconds }: { value: string; maxAgeSeconds: number },
): string {
  return toSetCookie(name, value, { isSecure, maxAgeSeconds })
}

function isFlow(value: unknown): value is SignInFlow {
  if (typeof value !== 'object' || value === null) return false
  const { state, codeVerifier, returnTo } = value as Partial<SignInFlow>
  return [state, codeVerifier, returnTo].every((member) => typeof member === 'string')
}
