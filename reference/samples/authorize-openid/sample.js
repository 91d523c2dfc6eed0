const parameters = new URLSearchParams({
  client_id: 'client_local',
  redirect_uri: 'http://localhost:3000/callback',
  response_type: 'code',
  scope: 'openid email',
  prompt: 'none',
})
const response = await fetch(`http://localhost:4100/oauth2/authorize?${parameters}`, {
  redirect: 'manual',
})

console.log(response.status, response.headers.get('location'))
