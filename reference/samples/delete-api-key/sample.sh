curl --silent --request DELETE http://localhost:4100/api_keys/api_key_01K7Q2M8ZA2B4C6D8E0F1G3H5J \
  --write-out '%{http_code}\n' \
  --header 'Authorization: Bearer sk_test_default'
