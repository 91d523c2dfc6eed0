import { getTokenClaims, refreshSession, signOut, withAuth } from '@workos-inc/authkit-nextjs'
import { redirect } from 'next/navigation'

async function refresh() {
  'use server'
  await refreshSession()
  // What is shown after it is of the next request, with the new cookie.
  redirect('/')
}

async function leave() {
  'use server'
  await signOut({ returnTo: process.env.RETURN_TO })
}

export default async function Account() {
  const { user } = await withAuth()
  if (!user)
    return (
      <>
        <h1>Nobody</h1>
        <a href="/sign-in">Sign in</a>
      </>
    )
  const { jti } = await getTokenClaims()
  return (
    <>
      <h1>{user.email}</h1>
      <p id="token">{jti}</p>
      <form action={refresh}>
        <button type="submit">Refresh</button>
      </form>
      <form action={leave}>
        <button type="submit">Sign out</button>
      </form>
    </>
  )
}
