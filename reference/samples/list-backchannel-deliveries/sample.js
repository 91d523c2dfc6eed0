const response = await fetch(
  'http://localhost:4100/user_management/sessions/session_01K7Q2M8ZC4T9X5B3VHJ6WNRDE/backchannel_deliveries',
  {
    headers: { Authorization: 'Bearer sk_test_default' },
  },
)

console.log(response.status, await response.json())
