curl --silent --get http://localhost:4100/user_management/sessions/revocations \
  --header 'Authorization: Bearer sk_test_default' \
  --data-urlencode limit=10
