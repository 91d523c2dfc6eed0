const response = await fetch('http://localhost:4100/oauth2/introspect', {
  method: 'POST',
  headers: { Authorization: 'Bearer sk_test_default', 'Content-Type': 'application/json' },
  body: JSON.stringify({ token: 'the-refresh-token-of-the-session' }),
})

console.log(response.status, await response.json())
