curl --silent --request POST http://localhost:4100/user_management/users/user_01K7Q2M8ZB9C1D3E5F7G9H1J3K/reactivate \
  --header 'Authorization: Bearer sk_test_default'
