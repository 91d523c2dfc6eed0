curl --silent --request PUT http://localhost:4100/user_management/organization_memberships/om_01K7Q2M8ZB9C1D3E5F7G9H1J3K/reactivate \
  --header 'Authorization: Bearer sk_test_default'
