curl --silent http://localhost:4100/user_management/sessions/revoke \
  --write-out '%{http_code}\n' \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{"session_id": "session_01K7Q2M8ZC4T9X5B3VHJ6WNRDE"}'
