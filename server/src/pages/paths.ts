/** Where the link of an invitation leads, and where somebody ends who has accepted it. */
export const INVITE_PATH = '/invite'

/** Where a person sees where they are signed in: linked from pages of several features, and where our own sign-in leads. */
export const YOUR_SESSIONS_PATH = '/sessions'
