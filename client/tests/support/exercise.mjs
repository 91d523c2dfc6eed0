// What every runtime must be able to do, pages included; whoever runs it prints the lines or hands them back.
import { Gatehouse, NotFoundException } from '@gatehouse/client'

export async function exercise({ sessionData, cookiePassword, webhook, ...options }) {
  const { userManagement, webhooks } = new Gatehouse({ ...options, maxRetries: 0 })
  const redirectUri = 'http://localhost/callback'
  const { url, codeVerifier } = await userManagement.getAuthorizationUrlWithPKCE({ redirectUri })
  const challenge = new URL(url).searchParams.get('code_challenge') ?? ''
  const session = userManagement.loadSealedSession({ sessionData, cookiePassword })
  const authenticated = await session.authenticate()
  const missing = await userManagement.getUser('user_1').catch((error) => error)
  const event = await webhooks.constructEvent(webhook)
  const forged = await webhooks.constructEvent({ ...webhook, secret: 'another' }).catch((error) => error)
  return [
    `${challenge.length} ${codeVerifier.length}`,
    authenticated.authenticated ? authenticated.user.email : authenticated.reason,
    (await session.getLogoutUrl({ returnTo: 'http://a/b c' })).replace(options.baseUrl, ''),
    `${event.event} ${event.data.userId} ${forged.name}`,
    missing instanceof NotFoundException ? missing.message : String(missing),
  ]
}
