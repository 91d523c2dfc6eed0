curl --silent http://localhost:4100/user_management/authenticate \
  --header 'Content-Type: application/json' \
  --data '{
    "grant_type": "password",
    "client_id": "client_local",
    "client_secret": "sk_test_default",
    "email": "ada@example.com",
    "password": "analytical engine"
  }'
