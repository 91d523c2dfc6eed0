const response = await fetch('http://localhost:4100/.well-known/oauth-authorization-server')

console.log(response.status, await response.json())
