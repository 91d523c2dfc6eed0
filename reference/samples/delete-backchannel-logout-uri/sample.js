const response = await fetch(
  'http://localhost:4100/user_management/backchannel_logout_uris/backchannel_logout_uri_01K7Q2M8ZA2B4C6D8E0F1G3H5J',
  {
    method: 'DELETE',
    headers: { Authorization: 'Bearer sk_test_default' },
  },
)

console.log(response.status)
