/**
 * Of a session that nobody signed in to. Neither has a row, so neither is in a list, and no list of sessions has theirs.
 */
export const CANARY_APPLICATION_ID = 'client_canary'
export const CANARY_USER_ID = 'user_canary'
