curl --silent http://localhost:4100/user_management/sign_out_uris \
  --header 'Authorization: Bearer sk_test_default'
