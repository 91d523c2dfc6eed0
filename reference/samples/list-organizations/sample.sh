curl --silent --get http://localhost:4100/organizations \
  --header 'Authorization: Bearer sk_test_default' \
  --data-urlencode domains=engines.example
