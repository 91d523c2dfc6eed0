import { createCookieSessions, createSessionVerifier, Gatehouse } from '@gatehouse/client'

const options = {
  baseUrl: process.env.GATEHOUSE_URL,
  clientId: process.env.GATEHOUSE_CLIENT_ID,
  apiKey: process.env.GATEHOUSE_API_KEY,
}

export const sessions = createCookieSessions({
  gatehouse: new Gatehouse(options),
  verifier: createSessionVerifier(options),
  cookiePassword: process.env.COOKIE_PASSWORD,
  redirectUri: process.env.REDIRECT_URI,
})
