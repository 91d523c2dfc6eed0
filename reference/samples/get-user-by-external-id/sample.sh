curl --silent http://localhost:4100/user_management/users/external_id/crm-1815 \
  --header 'Authorization: Bearer sk_test_default'
