const response = await fetch('http://localhost:4100/user_management/cors_origins', {
  method: 'POST',
  headers: { Authorization: 'Bearer sk_test_default', 'Content-Type': 'application/json' },
  body: JSON.stringify({ origin: 'https://app.example.com' }),
})

console.log(response.status, await response.json())
