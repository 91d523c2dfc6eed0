curl --silent http://localhost:4100/api_keys/api_key_01K7Q2M8ZA2B4C6D8E0F1G3H5J/expire \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{ "expires_at": "2036-01-01T00:00:00.000Z" }'
