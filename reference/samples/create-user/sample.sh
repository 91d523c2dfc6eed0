curl --silent http://localhost:4100/user_management/users \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{
    "email": "grace@example.com",
    "first_name": "Grace",
    "last_name": "Hopper"
  }'
