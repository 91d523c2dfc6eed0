const query = new URLSearchParams({ limit: '10' })
const response = await fetch(`http://localhost:4100/user_management/sessions/revocations?${query}`, {
  headers: { Authorization: 'Bearer sk_test_default' },
})

console.log(response.status, await response.json())
