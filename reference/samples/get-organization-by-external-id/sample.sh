curl --silent http://localhost:4100/organizations/external_id/crm-1822 \
  --header 'Authorization: Bearer sk_test_default'
