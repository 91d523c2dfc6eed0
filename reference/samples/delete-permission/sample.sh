curl --silent --request DELETE http://localhost:4100/authorization/permissions/videos:view \
  --write-out '%{http_code}\n' \
  --header 'Authorization: Bearer sk_test_default'
