curl --silent http://localhost:4100/oauth2/introspect \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{"token": "the-refresh-token-of-the-session"}'
