/** For Next.js; its routes are `Request` and `Response`, so they take the methods of the sessions as they are. */
export { readSession, requireSignIn, withSession } from './cookie-sessions/next.ts'
