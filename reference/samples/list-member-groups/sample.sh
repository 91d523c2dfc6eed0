curl --silent http://localhost:4100/user_management/organization_memberships/om_01K7Q2M8ZA2B4C6D8E0F1G3H5J/groups \
  --header 'Authorization: Bearer sk_test_default'
