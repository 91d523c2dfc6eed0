/**
 * A path without ids of sessions and tokens of invitations, and never with the query, which carries states and codes too:
 * whoever reads the log could sign the sessions out. Nor with the path of another application that a proxy asks about.
 */
export function loggablePath(path: string): string {
  return path
    .replace(/session_[^/]*/gi, 'session_…')
    .replace(/(\/by_token\/).*/i, '$1…')
    .replace(/^\/forward-auth\/envoy\/.*/, '/forward-auth/envoy/…')
}
