const response = await fetch('http://localhost:4100/user_management/backchannel_logout_uris', {
  headers: { Authorization: 'Bearer sk_test_default' },
})

console.log(response.status, await response.json())
