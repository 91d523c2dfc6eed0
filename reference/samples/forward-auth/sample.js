const response = await fetch('http://localhost:4100/forward-auth?client_id=client_local', {
  headers: { Authorization: 'Bearer the-access-token' },
})

console.log(response.status, response.headers.get('x-auth-email'))
