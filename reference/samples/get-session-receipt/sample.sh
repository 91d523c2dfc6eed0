curl --silent http://localhost:4100/user_management/sessions/session_01K7Q2M8ZD0F2G4H6J8K0M2N4P/receipt \
  --header 'Authorization: Bearer sk_test_default'
