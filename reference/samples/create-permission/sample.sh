curl --silent http://localhost:4100/authorization/permissions \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{"slug": "videos:edit", "name": "Edit videos"}'
