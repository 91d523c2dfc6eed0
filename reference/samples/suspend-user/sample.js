const response = await fetch('http://localhost:4100/user_management/users/user_01K7Q2M8Z3E5R7T9V1W3X5Y7Z9/suspend', {
  method: 'POST',
  headers: { Authorization: 'Bearer sk_test_default', 'Content-Type': 'application/json' },
  body: JSON.stringify({ reason: 'Lost laptop' }),
})

console.log(response.status, await response.json())
