curl --silent http://localhost:4100/user_management/backchannel_logout_uris \
  --header 'Authorization: Bearer sk_test_default'
