const query = new URLSearchParams({ user_id: 'user_01K7Q2M8Z3E5R7T9V1W3X5Y7Z9' })
const response = await fetch(`http://localhost:4100/user_management/sessions?${query}`, {
  headers: { Authorization: 'Bearer sk_test_default' },
})

console.log(response.status, await response.json())
