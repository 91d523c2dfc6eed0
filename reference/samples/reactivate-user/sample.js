const response = await fetch('http://localhost:4100/user_management/users/user_01K7Q2M8ZB9C1D3E5F7G9H1J3K/reactivate', {
  method: 'POST',
  headers: { Authorization: 'Bearer sk_test_default' },
})

console.log(response.status, await response.json())
