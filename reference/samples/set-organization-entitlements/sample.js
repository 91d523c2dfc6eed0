const response = await fetch('http://localhost:4100/organizations/org_01K7Q2M8ZA2B4C6D8E0F1G3H5J/entitlements', {
  method: 'PUT',
  headers: { Authorization: 'Bearer sk_test_default', 'Content-Type': 'application/json' },
  body: JSON.stringify({ entitlements: ['audit-logs', 'sso'] }),
})

console.log(response.status, await response.json())
