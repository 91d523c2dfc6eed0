/** What just happened, in one sentence, and the SDK call that did it. */
export const steps = {
  'signed-in': {
    text: 'Gatehouse checked the password and sent your browser back with a one-time code. The demo traded the code for a session and sealed it into a cookie.',
    call: 'userManagement.authenticateWithCode({ clientId, code, session })',
  },
  refreshed: {
    text: 'The demo traded its refresh token for a new pair of tokens. The session is the same; the old refresh token is used up.',
    call: 'session.refresh()',
  },
  'refreshed-by-itself': {
    text: 'The access token had expired, so the demo refreshed the session before it showed you this page. You did not have to notice.',
    call: 'session.refresh()',
  },
  verified: {
    text: 'The demo opened its cookie and checked the signature of the access token inside with the public keys of Gatehouse.',
    call: 'session.authenticate()',
  },
  ended: {
    text: 'Your session is over: it was ended elsewhere, or the server was started afresh. The demo asked for new tokens, was refused, and deleted its cookie.',
    call: "session.refresh()  // { authenticated: false, reason: 'invalid_grant' }",
  },
  'signed-out': {
    text: 'The demo emptied its cookie and sent your browser to Gatehouse, which ended the session and sent you back here.',
    call: 'session.getLogoutUrl({ returnTo })',
  },
}

export type Step = keyof typeof steps

export function toStep(name: string | undefined): Step | undefined {
  return name !== undefined && Object.hasOwn(steps, name) ? (name as Step) : undefined // hasOwn made it one
}
