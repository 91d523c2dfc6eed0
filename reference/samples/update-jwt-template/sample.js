const content = `{
  "urn:example:full_name": "{{ user.first_name || 'Someone' }} {{ user.last_name }}",
  "urn:example:email": {{ user.email }},
  "urn:example:tier": {{ organization.metadata.tier || 'bronze' }}
}`
const response = await fetch('http://localhost:4100/user_management/jwt_template', {
  method: 'PUT',
  headers: { Authorization: 'Bearer sk_test_default', 'Content-Type': 'application/json' },
  body: JSON.stringify({ content }),
})

console.log(response.status, await response.json())
