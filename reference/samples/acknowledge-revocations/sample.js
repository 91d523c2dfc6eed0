const response = await fetch('http://localhost:4100/user_management/sessions/revocations/acknowledgements', {
  method: 'POST',
  headers: { Authorization: 'Bearer sk_test_default', 'Content-Type': 'application/json' },
  body: JSON.stringify({
    verifier_id: 'verifier_of_the_api_1',
    name: 'api-1',
    position: 'the-position-in-the-feed',
    staleness_ms: 120,
    live_revocations: 1,
    look_ups: 42,
    refusals: 1,
  }),
})

console.log(response.status)
