curl --silent --request PUT http://localhost:4100/user_management/sign_out_uris/sign_out_uri_01K7Q2M8ZA2B4C6D8E0F1G3H5J \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{"default": true}'
