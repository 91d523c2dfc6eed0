const response = await fetch('http://localhost:4100/oauth2/token', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({
    grant_type: 'authorization_code',
    client_id: 'client_local',
    client_secret: 'sk_test_default',
    code: 'the-openid-code',
    redirect_uri: 'http://localhost:3000/callback',
  }),
})

console.log(response.status, await response.json())
