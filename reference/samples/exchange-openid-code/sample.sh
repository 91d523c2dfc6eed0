curl --silent http://localhost:4100/oauth2/token \
  --header 'Content-Type: application/json' \
  --data '{
    "grant_type": "authorization_code",
    "client_id": "client_local",
    "client_secret": "sk_test_default",
    "code": "the-openid-code",
    "redirect_uri": "http://localhost:3000/callback"
  }'
