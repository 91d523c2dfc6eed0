curl --silent --get http://localhost:4100/events \
  --header 'Authorization: Bearer sk_test_default' \
  --data-urlencode events=session.revoked
