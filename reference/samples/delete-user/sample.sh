curl --silent --request DELETE http://localhost:4100/user_management/users/user_01K7Q2M8Z3E5R7T9V1W3X5Y7Z9 \
  --write-out '%{http_code}\n' \
  --header 'Authorization: Bearer sk_test_default'
