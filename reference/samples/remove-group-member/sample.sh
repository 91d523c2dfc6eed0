curl --silent --request DELETE http://localhost:4100/organizations/org_01K7Q2M8ZA2B4C6D8E0F1G3H5J/groups/group_01K7Q2M8ZA2B4C6D8E0F1G3H5J/organization-memberships/om_01K7Q2M8ZA2B4C6D8E0F1G3H5J \
  --header 'Authorization: Bearer sk_test_default' \
  --write-out '%{http_code}\n'
