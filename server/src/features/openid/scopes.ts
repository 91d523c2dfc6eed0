/**
 * Every application here is the operator's own and gets all of these, whatever it asks for beside `openid`; the token
 * endpoint says so. Not among them is `offline_access`: a refresh token that outlives the sign-out is what we promise
 * not to have (Back-Channel Logout 1.0, 2.7 would ask to spare it).
 */
export const SCOPES = ['openid', 'profile', 'email'] as const

export const GRANTED_SCOPE = SCOPES.join(' ')
