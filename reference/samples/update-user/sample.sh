curl --silent --request PUT http://localhost:4100/user_management/users/user_01K7Q2M8Z3E5R7T9V1W3X5Y7Z9 \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{"first_name": "Augusta", "metadata": {"plan": "gold"}}'
