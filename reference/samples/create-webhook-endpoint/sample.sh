curl --silent http://localhost:4100/webhook_endpoints \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{
    "endpoint_url": "https://app.example.com/webhooks",
    "events": [
      "session.revoked"
    ]
  }'
