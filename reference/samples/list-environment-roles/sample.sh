curl --silent http://localhost:4100/authorization/roles \
  --header 'Authorization: Bearer sk_test_default'
