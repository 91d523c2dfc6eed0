curl --silent --request POST http://localhost:4100/user_management/invitations/invitation_01K7Q2M8ZA2B4C6D8E0F1G3H5J/accept \
  --header 'Authorization: Bearer sk_test_default'
