curl --silent http://localhost:4100/user_management/invitations \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{
    "email": "grace@example.com",
    "organization_id": "org_01K7Q2M8ZA2B4C6D8E0F1G3H5J",
    "role_slug": "admin",
    "inviter_user_id": "user_01K7Q2M8Z3E5R7T9V1W3X5Y7Z9"
  }'
