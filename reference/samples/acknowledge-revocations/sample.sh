curl --silent http://localhost:4100/user_management/sessions/revocations/acknowledgements \
  --write-out '%{http_code}\n' \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{
    "verifier_id": "verifier_of_the_api_1",
    "name": "api-1",
    "position": "the-position-in-the-feed",
    "staleness_ms": 120,
    "live_revocations": 1,
    "look_ups": 42,
    "refusals": 1
  }'
