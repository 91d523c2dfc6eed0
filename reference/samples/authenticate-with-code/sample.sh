curl --silent http://localhost:4100/user_management/authenticate \
  --header 'Content-Type: application/json' \
  --data '{
    "grant_type": "authorization_code",
    "client_id": "client_local",
    "client_secret": "sk_test_default",
    "code": "01K7Q2M8ZK4M6N8P0Q2R4S6T8V"
  }'
