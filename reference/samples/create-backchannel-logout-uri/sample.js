const response = await fetch('http://localhost:4100/user_management/backchannel_logout_uris', {
  method: 'POST',
  headers: { Authorization: 'Bearer sk_test_default', 'Content-Type': 'application/json' },
  body: JSON.stringify({ uri: 'https://app.example.com/backchannel' }),
})

console.log(response.status, await response.json())
