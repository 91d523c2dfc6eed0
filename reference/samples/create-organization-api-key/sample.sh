curl --silent http://localhost:4100/organizations/org_01K7Q2M8ZA2B4C6D8E0F1G3H5J/api_keys \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{
    "name": "Production",
    "permissions": ["videos:view"],
    "expires_at": "2036-01-01T00:00:00.000Z"
  }'
