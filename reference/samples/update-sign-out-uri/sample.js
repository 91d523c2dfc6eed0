const response = await fetch(
  'http://localhost:4100/user_management/sign_out_uris/sign_out_uri_01K7Q2M8ZA2B4C6D8E0F1G3H5J',
  {
    method: 'PUT',
    headers: { Authorization: 'Bearer sk_test_default', 'Content-Type': 'application/json' },
    body: JSON.stringify({ default: true }),
  },
)

console.log(response.status, await response.json())
