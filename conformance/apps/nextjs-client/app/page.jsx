import { readSession } from '@gatehouse/client/next'
import { cookies } from 'next/headers'
import { sessions } from '../sessions'

export default async function Account() {
  const authentication = await readSession(sessions, await cookies())
  if (!authentication.isSignedIn)
    return (
      <>
        <h1>Nobody</h1>
        <a href="/sign-in">Sign in</a>
      </>
    )
  const { user, accessToken } = authentication.session
  return (
    <>
      <h1>{user.email}</h1>
      <p id="token">{accessToken.slice(-20)}</p>
      <form method="post" action="/refresh">
        <button type="submit">Refresh</button>
      </form>
      <form method="post" action="/sign-out">
        <button type="submit">Sign out</button>
      </form>
    </>
  )
}
