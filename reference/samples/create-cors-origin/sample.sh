curl --silent http://localhost:4100/user_management/cors_origins \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{"origin": "https://app.example.com"}'
