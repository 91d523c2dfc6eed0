curl --silent --get http://localhost:4100/user_management/users \
  --header 'Authorization: Bearer sk_test_default' \
  --data-urlencode email=ada@example.com
