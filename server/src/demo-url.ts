const ON_THIS_MACHINE = ['127.0.0.1', '::1', '0.0.0.0', '::']

/** The demo app takes the port after the server's. */
export function demoPortOf(port: number): number {
  return port + 1
}

/**
 * The address people type and the demo's redirect URI is made of. One name only: cookies set for `localhost` are not sent
 * to `127.0.0.1`, so a sign-in that starts under the one name cannot end under the other.
 */
export function demoUrlOf(host: string, port: number): string {
  const name = ON_THIS_MACHINE.includes(host) ? 'localhost' : host
  const bracketed = name.includes(':') ? `[${name}]` : name
  return `http://${bracketed}:${demoPortOf(port)}`
}
