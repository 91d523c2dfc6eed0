curl --silent --request PATCH http://localhost:4100/authorization/roles/member \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{"name": "Colleague"}'
