curl --silent http://localhost:4100/organizations \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{
    "name": "Navy",
    "domain_data": [
      {
        "domain": "navy.example",
        "state": "verified"
      }
    ]
  }'
