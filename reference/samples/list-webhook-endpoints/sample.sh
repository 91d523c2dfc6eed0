curl --silent http://localhost:4100/webhook_endpoints \
  --header 'Authorization: Bearer sk_test_default'
