/** An option is missing or wrong; the message says which, and what it should be. */
export class InvalidOptionsError extends TypeError {
  override name = 'InvalidOptionsError'
}

/** The origin of Gatehouse without a slash at its end. @throws InvalidOptionsError */
export function readBaseUrl(value: unknown): string {
  const url = typeof value === 'string' ? parseUrl(value) : undefined
  const isOrigin = url !== undefined && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === ''
  check(isOrigin, 'baseUrl must be the URL of Gatehouse, such as https://auth.example.com')
  // Credentials in a URL end up in logs, and fetch refuses them.
  check(url?.username === '' && url.password === '', 'baseUrl must not hold a user name or password.')
  return String(value).replace(/\/+$/, '')
}

export function readClientId(value: unknown): string {
  check(isFilled(value), 'clientId must be the ID of the application, such as client_01…')
  return String(value)
}

export function check(isRight: boolean, message: string): void {
  if (!isRight) throw new InvalidOptionsError(message)
}

export function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function parseUrl(value: string): URL | undefined {
  try {
    return new URL(value)
  } catch {
    return undefined
  }
}
