curl --silent --request PUT http://localhost:4100/user_management/jwt_template \
  --header 'Authorization: Bearer sk_test_default' \
  --header 'Content-Type: application/json' \
  --data '{
    "content": "{ \"urn:example:name\": \"{{ user.first_name }} {{ user.last_name }}\", \"urn:example:email\": {{ user.email }} }"
  }'
