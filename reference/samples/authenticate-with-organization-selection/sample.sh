curl --silent http://localhost:4100/user_management/authenticate \
  --header 'Content-Type: application/json' \
  --data '{
    "grant_type": "urn:workos:oauth:grant-type:organization-selection",
    "client_id": "client_local",
    "client_secret": "sk_test_default",
    "pending_authentication_token": "the-pending-authentication-token",
    "organization_id": "org_01K7Q2M8ZA2B4C6D8E0F1G3H5J"
  }'
