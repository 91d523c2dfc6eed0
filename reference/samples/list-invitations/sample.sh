curl --silent --get http://localhost:4100/user_management/invitations \
  --header 'Authorization: Bearer sk_test_default' \
  --data-urlencode organization_id=org_01K7Q2M8ZA2B4C6D8E0F1G3H5J
