curl --silent --request DELETE http://localhost:4100/user_management/jwt_template \
  --write-out '%{http_code}\n' \
  --header 'Authorization: Bearer sk_test_default'
