import { AuthKitProvider, getClaims, useAuth } from '@workos-inc/authkit-react'
import { useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'

const { clientId, port, returnTo } = window.settings

function Account() {
  const { user, isLoading, signIn, signOut, getAccessToken } = useAuth()
  const [token, setToken] = useState('')
  useEffect(() => {
    if (user) void getAccessToken().then(setToken)
  }, [user, getAccessToken])
  if (isLoading) return <p>Loading</p>
  if (!user)
    return (
      <>
        <h1>Nobody</h1>
        <button type="button" onClick={() => signIn()}>
          Sign in
        </button>
      </>
    )
  return (
    <>
      <h1>{user.email}</h1>
      <p id="token">{token && getClaims(token).jti}</p>
      <button type="button" onClick={async () => setToken(await getAccessToken({ forceRefresh: true }))}>
        Refresh
      </button>
      <button type="button" onClick={() => signOut({ returnTo })}>
        Sign out
      </button>
    </>
  )
}

createRoot(document.getElementById('app')).render(
  <AuthKitProvider clientId={clientId} apiHostname="localhost" port={port} https={false}>
    <Account />
  </AuthKitProvider>,
)
