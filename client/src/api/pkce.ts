/** 256 random bits, and the 43 characters that RFC 7636 asks of a verifier. */
export function randomText(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)))
}

/** S256 of RFC 7636, 4.2. */
export async function challengeOf(codeVerifier: string): Promise<string> {
  return await hashText(codeVerifier)
}

/** SHA-256, to be compared or used as a name. */
export async function hashText(text: string): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))))
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
