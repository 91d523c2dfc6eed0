curl --silent --request PATCH http://localhost:4100/authorization/permissions/videos:view \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{"name": "Watch videos"}'
