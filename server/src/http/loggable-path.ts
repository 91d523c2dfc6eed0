/**
 * A path without ids of sessions, and never with the query, which carries states and codes too: whoever reads the log
 * could sign the sessions out.
 */
export function loggablePath(path: string): string {
  return path.replace(/session_[^/]*/gi, 'session_…')
}
