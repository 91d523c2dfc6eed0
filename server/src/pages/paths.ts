/** Where a person sees where they are signed in: linked from pages of several features, and where our own sign-in leads. */
export const YOUR_SESSIONS_PATH = '/sessions'
