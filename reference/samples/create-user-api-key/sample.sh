curl --silent http://localhost:4100/user_management/users/user_01K7Q2M8Z3E5R7T9V1W3X5Y7Z9/api_keys \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{
    "name": "Laptop",
    "organization_id": "org_01K7Q2M8ZA2B4C6D8E0F1G3H5J"
  }'
