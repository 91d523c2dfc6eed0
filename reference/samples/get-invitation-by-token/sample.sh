curl --silent http://localhost:4100/user_management/invitations/by_token/the-token-of-the-invitation \
  --header 'Authorization: Bearer sk_test_default'
