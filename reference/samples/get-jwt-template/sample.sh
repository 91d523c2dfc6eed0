curl --silent http://localhost:4100/user_management/jwt_template \
  --header 'Authorization: Bearer sk_test_default'
