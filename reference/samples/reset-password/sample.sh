curl --silent http://localhost:4100/user_management/password_reset/confirm \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{
    "token": "the-token-of-the-mail",
    "new_password": "difference engine no. 2"
  }'
