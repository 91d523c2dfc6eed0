curl --silent --get http://localhost:4100/user_management/organization_memberships \
  --header 'Authorization: Bearer sk_test_default' \
  --data-urlencode user_id=user_01K7Q2M8Z3E5R7T9V1W3X5Y7Z9
