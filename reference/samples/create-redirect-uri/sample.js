const response = await fetch('http://localhost:4100/user_management/redirect_uris', {
  method: 'POST',
  headers: { Authorization: 'Bearer sk_test_default', 'Content-Type': 'application/json' },
  body: JSON.stringify({ uri: 'https://app.example.com/callback' }),
})

console.log(response.status, await response.json())
