curl --silent http://localhost:4100/authorization/permissions/videos:view \
  --header 'Authorization: Bearer sk_test_default'
