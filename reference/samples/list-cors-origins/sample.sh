curl --silent http://localhost:4100/user_management/cors_origins \
  --header 'Authorization: Bearer sk_test_default'
