curl --silent http://localhost:4100/user_management/password_reset \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{"email": "ada@example.com"}'
