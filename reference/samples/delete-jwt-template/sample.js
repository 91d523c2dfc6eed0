const response = await fetch('http://localhost:4100/user_management/jwt_template', {
  method: 'DELETE',
  headers: { Authorization: 'Bearer sk_test_default' },
})

console.log(response.status)
