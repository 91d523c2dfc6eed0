const response = await fetch('http://localhost:4100/oauth2/userinfo', {
  headers: { Authorization: 'Bearer the-access-token' },
})

console.log(response.status, await response.json())
