const response = await fetch('http://localhost:4100/oauth2/jwks')

console.log(response.status, await response.json())
