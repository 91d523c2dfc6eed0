curl --silent --request PUT http://localhost:4100/authorization/roles/member/permissions \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{"permissions": ["videos:view"]}'
