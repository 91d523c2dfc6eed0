curl --silent http://localhost:4100/api_keys/validations \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{ "value": "sk_the-api-key-of-the-organization" }'
