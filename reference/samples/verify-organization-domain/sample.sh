curl --silent --request POST http://localhost:4100/organization_domains/org_domain_01K7Q2M8ZA2B4C6D8E0F1G3H5J/verify \
  --header 'Authorization: Bearer sk_test_default'
