curl --silent http://localhost:4100/user_management/sessions/revocations \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{
    "user_id": "user_01K7Q2M8Z3E5R7T9V1W3X5Y7Z9",
    "except_session_id": "session_01K7Q2M8ZC4T9X5B3VHJ6WNRDE"
  }'
