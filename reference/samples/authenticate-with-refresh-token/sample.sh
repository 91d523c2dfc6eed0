curl --silent http://localhost:4100/user_management/authenticate \
  --header 'Content-Type: application/json' \
  --data '{
    "grant_type": "refresh_token",
    "client_id": "client_local",
    "client_secret": "sk_test_default",
    "refresh_token": "the-refresh-token-of-the-session"
  }'
