curl --silent http://localhost:4100/authorization/roles/member \
  --header 'Authorization: Bearer sk_test_default'
