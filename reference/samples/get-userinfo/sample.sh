curl --silent http://localhost:4100/oauth2/userinfo \
  --header 'Authorization: Bearer the-access-token'
